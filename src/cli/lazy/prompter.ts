import checkbox from '@inquirer/checkbox';
import confirm from '@inquirer/confirm';
import input from '@inquirer/input';
import select from '@inquirer/select';
import chalk from 'chalk';
import { interrupted } from '../../execute/aborted.js';
import type { Choice, Prompter } from '../../execute/prompter.js';

/** Choices that are seen at once. */
const ROWS = 12;

const A_WHILE_MS = 1_000;

/** Asks with inquirer, on stderr: stdout carries data. */
export const prompter: Prompter = {
  text: (message, check, suggestion) => {
    const config = {
      message,
      validate: check,
      transformer: showWhileTyping(check),
      ...(suggestion !== undefined && { default: suggestion }),
    };
    return aborting(input(config, toStderr()));
  },
  choose: (message, choices, usual) => {
    const config = { message, choices: choices.map(toChoice), pageSize: ROWS, ...(usual !== undefined && { default: usual }) };
    return aborting(select(config, toStderr()));
  },
  chooseSome: (message, choices) => aborting(checkbox({ message, choices: choices.map(toChoice), required: true }, toStderr())),
  confirm: (message) => aborting(confirm({ message, default: false }, toStderr())),
  pressKey,
};

/** The meaning of a key; undefined for all others. */
const KEYS = new Map([
  [' ', true],
  ['\r', true],
  ['\n', true],
  ['q', false],
  ['\u0003', null],
  ['\u0004', null],
]);

/** Shows the prompt until a key is pressed. Keys typed ahead are kept. */
function pressKey(prompt: string): Promise<boolean | null> {
  const { stdin, stderr } = process;
  stderr.write(chalk.dim(prompt));
  stdin.setRawMode(true).resume();
  return new Promise((resolve) => {
    const finish = (answer: boolean | null) => {
      stdin.off('data', read).off('end', leave).setRawMode(false).pause();
      stderr.write('\r\u001b[K');
      resolve(answer);
    };
    const leave = () => finish(null);
    const read = (typed: Buffer) => {
      const text = typed.toString();
      const at = [...text].findIndex((key) => KEYS.has(key));
      if (at === -1) return;
      const key = [...text][at] ?? '';
      finish(KEYS.get(key) ?? null);
      const ahead = [...text].slice(at + 1).join('');
      if (ahead !== '') stdin.unshift(Buffer.from(ahead));
    };
    stdin.on('data', read).on('end', leave);
  });
}

/** Shows behind an answer, while it is typed, whether it would do. */
function showWhileTyping(check: (answer: string) => string | true): (answer: string, state: { isFinal: boolean }) => string {
  return (answer, { isFinal }) => {
    if (answer === '' || isFinal) return answer;
    const verdict = check(answer);
    return verdict === true ? `${chalk.green(answer)} ${chalk.green('✓')}` : `${answer} ${chalk.dim(verdict.split('. ')[0])}`;
  };
}

function toStderr(): { output: NodeJS.WritableStream } {
  return { output: process.stderr };
}

function toChoice({ value, detail }: Choice): { value: string; name: string; short: string } {
  return { value, name: detail === '' ? value : `${value}  ${detail}`, short: value };
}

/** @throws Aborted where the user pressed Ctrl-C or the input ended */
async function aborting<Answer>(question: Promise<Answer>): Promise<Answer> {
  try {
    return await question;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ExitPromptError') throw error;
    if (error.message.includes('SIGINT')) await interruptGroup();
    throw interrupted();
  }
}

/** While a question is asked, the terminal sends a key where it would send a signal: the shell whose loop this is would not hear of it. */
async function interruptGroup(): Promise<void> {
  if (process.platform === 'win32') return;
  await new Promise<void>((go) => {
    // Listening for a signal does not keep the process from ending before it comes.
    const awake = setInterval(() => {}, A_WHILE_MS);
    process.once('SIGINT', () => {
      clearInterval(awake);
      go();
    });
    process.kill(0, 'SIGINT');
  });
}
