import { LabError } from '../core/errors.js';
import { quoteText } from '../core/printable.js';
import type { CommandSpec } from './definition.js';
import { GLOBAL_FLAGS } from './globals.js';
import { nearest } from './nearest.js';

/** What a line is for. */
export type Dispatch =
  | { readonly kind: 'command'; readonly spec: CommandSpec; readonly words: readonly string[] }
  /** Help on everything, a topic or a command, whose name is in `words`. */
  | { readonly kind: 'help'; readonly words: readonly string[] }
  | { readonly kind: 'version' };

/**
 * Finds the command that a line names. Flags that every command has may stand before and within its name.
 *
 * @throws LabError `USAGE` if there is no such command
 */
export function dispatch(commands: readonly CommandSpec[], words: readonly string[]): Dispatch {
  if (words[0] === '--version' || words[0] === 'version') return { kind: 'version' };
  if (words[0] === 'help') return helpOn(commands, words.slice(1));
  const { name, rest } = splitName(commands, words);
  const spec = commands.find(({ id }) => id === name.join(' '));
  if (spec !== undefined) return { kind: 'command', spec, words: rest };
  const [next] = rest.filter((word) => !word.startsWith('-'));
  if (next === undefined) return { kind: 'help', words: name };
  throw unknownCommand(commands, name, next);
}

function helpOn(commands: readonly CommandSpec[], words: readonly string[]): Dispatch {
  const { name, rest } = splitName(commands, words);
  const [next] = rest.filter((word) => !word.startsWith('-'));
  const isCommand = commands.some(({ id }) => id === name.join(' '));
  if (next !== undefined && !isCommand) throw unknownCommand(commands, name, next);
  return { kind: 'help', words: name };
}

/** Takes from the line the words that lead to a command, and leaves the flags between them in the rest. */
function splitName(commands: readonly CommandSpec[], words: readonly string[]): { name: string[]; rest: string[] } {
  const name: string[] = [];
  const passed: string[] = [];
  const rest = [...words];
  while (rest.length > 0 && !commands.some(({ id }) => id === name.join(' '))) {
    const flag = globalFlagLength(rest);
    if (flag > 0) {
      passed.push(...rest.splice(0, flag));
      continue;
    }
    const longer = [...name, rest[0]].join(' ');
    if (!commands.some(({ id }) => id === longer || id.startsWith(`${longer} `))) break;
    name.push(...rest.splice(0, 1));
  }
  return { name, rest: [...passed, ...rest] };
}

/** How many words a flag that every command has takes up at the front of a line: 0 if there is none. */
function globalFlagLength([first = '', second]: readonly string[]): number {
  for (const [name, spec] of Object.entries(GLOBAL_FLAGS)) {
    if (first.startsWith(`--${name}=`)) return 1;
    if (spec.kind === 'option' && first === `--${name}`) return second === undefined ? 1 : 2;
    if (spec.kind === 'switch' && (first === `--${name}` || ('short' in spec && first === `-${spec.short}`))) return 1;
  }
  return first === '--dry-run' ? 1 : 0;
}

function unknownCommand(commands: readonly CommandSpec[], name: readonly string[], next: string): LabError {
  const wanted = [...name, next].join(' ');
  const prefix = name.length === 0 ? '' : `${name.join(' ')} `;
  const below = commands.filter(({ id }) => id.startsWith(prefix)).map(({ id }) => id);
  const firstWords = [...new Set(below.map((id) => id.slice(prefix.length).split(' ')[0] ?? ''))];
  const guess = nearest(next, firstWords);
  const whole = guess === null ? nearest(wanted, below) : `${prefix}${guess}`;
  const hint = whole === null ? `There are ${firstWords.join(', ')}; see: mcast --help` : `Did you mean ${whole}?`;
  return new LabError('USAGE', `there is no command ${quoteText(wanted)}`, hint);
}
