import { LabError } from '../core/errors.js';
import { quoteText } from '../core/printable.js';
import { nearest } from '../grammar/nearest.js';

/** What is typed at the prompt about the prompt itself. */
export const DOT_COMMANDS = {
  '.exit': { usage: '.exit [CODE]', summary: 'leave the prompt, with an exit status' },
  '.help': { usage: '.help', summary: 'list these commands' },
  '.mode': { usage: '.mode text|json', summary: 'set the output format' },
  '.echo': { usage: '.echo on|off', summary: 'print each line before its output' },
  '.read': { usage: '.read FILE', summary: 'run a script' },
  '.once': { usage: '.once FILE', summary: 'write the output of the next command to a file' },
  '.timer': { usage: '.timer on|off', summary: 'print the time each line took' },
} as const;

export type DotCommand = keyof typeof DOT_COMMANDS;

const NAMES = Object.keys(DOT_COMMANDS).filter(isDotCommand);

/** The command of a name, which may be cut short as long as only one is meant. @throws LabError `USAGE` */
export function findDotCommand(name: string): DotCommand {
  if (isDotCommand(name)) return name;
  const meant = name === '.' ? [] : NAMES.filter((candidate) => candidate.startsWith(name));
  const [only] = meant;
  if (only !== undefined && meant.length === 1) return only;
  const guess = nearest(name, NAMES);
  const hint = guess === null ? `Commands: ${NAMES.join(', ')}.` : `Did you mean ${guess}?`;
  const message = meant.length > 1 ? `${name} is ambiguous: ${meant.join(' or ')}` : `unknown command ${quoteText(name)}`;
  throw new LabError('USAGE', message, hint);
}

/** Names that begin as typed. */
export function dotCommandsFrom(typed: string): DotCommand[] {
  return NAMES.filter((name) => name.startsWith(typed));
}

/** The words that may follow a dot-command, if they can be listed. */
export function dotValues(name: string): readonly string[] {
  if (name === '.mode') return ['text', 'json'];
  return name === '.echo' || name === '.timer' ? ['on', 'off'] : [];
}

/** One line for each. */
export function listDotCommands(): string {
  return NAMES.map(describe).join('\n');
}

/** One line for each that may be meant; for each that there is, if none may. */
export function describeDots(typed: string): string {
  const meant = dotCommandsFrom(typed);
  return (meant.length === 0 ? NAMES : meant).map(describe).join('\n');
}

function describe(name: DotCommand): string {
  const { usage, summary } = DOT_COMMANDS[name];
  return `${usage.padEnd(17)}${summary}`;
}

function isDotCommand(name: string): name is DotCommand {
  return Object.hasOwn(DOT_COMMANDS, name);
}
