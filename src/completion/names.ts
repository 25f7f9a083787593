import type { CommandSyntax } from '../grammar/spec.js';
import type { Candidate } from './candidate.js';
import { candidate, select } from './candidate.js';

/** Words that the program itself understands in the place of a command. */
const BUILT_IN = [
  candidate('help', 'show help on a command or a topic'),
  candidate('version', 'show the version of the program'),
] as const;

/**
 * The words that may come next in the name of a command: commands and topics, in the order in which help lists them.
 *
 * @param isHelp whether the name is that of what help is wanted on
 */
export function nextNames(
  commands: readonly CommandSyntax[],
  name: readonly string[],
  partial: string,
  isHelp: boolean,
): Candidate[] {
  const builtIn = name.length === 0 && !isHelp ? BUILT_IN : [];
  return select([...namesBelow(commands, name), ...builtIn], partial);
}

function namesBelow(commands: readonly CommandSyntax[], name: readonly string[]): Candidate[] {
  const below = new Map<string, CommandSyntax[]>();
  for (const spec of commands) {
    const words = spec.id.split(' ');
    const next = words[name.length];
    if (spec.hidden || next === undefined || !name.every((word, index) => word === words[index])) continue;
    below.set(next, [...(below.get(next) ?? []), spec]);
  }
  return [...below].map(([word, specs]) => candidate(word, summarize(specs, [...name, word])));
}

/** The summary of a command, or the words that may follow that of a topic. */
function summarize(specs: readonly CommandSyntax[], name: readonly string[]): string {
  const id = name.join(' ');
  const itself = specs.find((spec) => spec.id === id);
  return itself?.summary ?? [...new Set(specs.map((spec) => spec.id.split(' ')[name.length]))].join(', ');
}
