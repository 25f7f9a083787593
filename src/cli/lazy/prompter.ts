import checkbox from '@inquirer/checkbox';
import confirm from '@inquirer/confirm';
import input from '@inquirer/input';
import select from '@inquirer/select';
import type { Choice, Prompter } from '../prompter.js';

/** Asks with inquirer, on stderr: stdout carries data. */
export const prompter: Prompter = {
  text: (message, check, suggestion) =>
    unlessBrokenOff(input({ message, validate: check, ...(suggestion !== undefined && { default: suggestion }) }, toStderr())),
  choose: (message, choices) => unlessBrokenOff(select({ message, choices: choices.map(toChoice) }, toStderr())),
  chooseSome: (message, choices) =>
    unlessBrokenOff(checkbox({ message, choices: choices.map(toChoice), required: true }, toStderr())),
  confirm: (message) => unlessBrokenOff(confirm({ message, default: false }, toStderr())),
};

function toStderr(): { output: NodeJS.WritableStream } {
  return { output: process.stderr };
}

function toChoice({ value, detail }: Choice): { value: string; name: string; short: string } {
  return { value, name: detail === '' ? value : `${value}  ${detail}`, short: value };
}

/** Null where the user pressed Ctrl-C or the input ended. */
async function unlessBrokenOff<Answer>(question: Promise<Answer>): Promise<Answer | null> {
  try {
    return await question;
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError') return null;
    throw error;
  }
}
