import { ERROR_CODES } from '../../src/commands/error-codes.js';
import { OUTCOMES } from '../../src/core/packet-report.js';
import { joinWords, splitWords } from '../../src/grammar/words.js';

/** What a word that is one of few is changed to: the next one. */
const ALTERNATIVES: readonly (readonly string[])[] = [
  ['on', 'off'],
  ['yes', 'no'],
  ['missingRoute', 'unexpectedInputInterface'],
  OUTCOMES,
  ['eth1', 'eth2', 'eth3', 'eth4'],
  ['ipv4', 'ipv6'],
  ['10.0.1.8', '10.0.1.9', '10.0.1.7'],
  ['239.1.1.1', '239.1.1.2'],
  ['fc00:1::9', 'fc00:1::8'],
  ['ff0e::a', 'ff0e::b'],
  ['NO_BUFFER_SPACE', 'FORWARDING_DISABLED', 'ALL_COPIES_SKIPPED', 'PENDING_ROUTE_EXPIRED', 'LINK_LOCAL_DESTINATION'],
  ['UNEXPECTED_INPUT_INTERFACE', 'NOT_MULTICAST'],
  ['InstalledRouteFound', 'NoRouteFoundAndPendingInserted', 'PacketQueuedInPendingRoute'],
];

/** What a relation becomes: what holds exactly where it does not. */
const OPPOSITES: Readonly<Record<string, string>> = { '=': '!=', '!=': '=', '<': '>=', '>=': '<', '>': '<=', '<=': '>' };

/** Commands that say what has no rows, and so cannot say that there is none. */
const WITHOUT_NO: readonly string[] = ['last-packet', 'counter', 'clock', 'forwarding', 'refused'];

/** Flags whose values are text of any kind. */
const TEXT_FLAGS: readonly string[] = ['--payload'];

/** Flags that say, repeated, exactly which there are. */
const FLAGS_OF_ALL: readonly string[] = ['--oif', '--skipped'];

/** Words that say what is asked about, not what is claimed of it, are left alone: their neighbors may well have the same value. */
const FLAGS_OF_THE_QUESTION: readonly string[] = ['--family'];

/**
 * Every way to say something slightly else than an `expect` line does, each of which must be wrong where the line is right:
 *
 * - the whole is negated: `no` comes in or goes out;
 * - one word is changed: a number goes up by one, a time by a nanosecond, a relation becomes its opposite, an address, interface, code or
 *   any other word that is one of few becomes another of them;
 * - of interfaces that are listed, one is left out.
 *
 * @throws Error if a word is none of those, so that none is passed over
 */
export function mutantsOf(line: string): string[] {
  const words = splitWords(line);
  const [, subject = ''] = words;
  if (subject === 'no') return [joinWords(words.toSpliced(1, 1))];
  if (subject === 'refused') return refusedMutants(words);
  return [...negated(words), ...changed(words), ...shortened(words)].map(joinWords);
}

function refusedMutants(words: readonly string[]): string[] {
  const [, , code = ''] = words;
  const accepted = words.slice(0, words.indexOf('--') + 1).concat('show', 'clock');
  return [words.with(2, nextOf(ERROR_CODES, code)), accepted].map(joinWords);
}

/** A line that counts is not negated: its number is changed. */
function negated(words: readonly string[]): string[][] {
  const [, subject = ''] = words;
  return WITHOUT_NO.includes(subject) || words.includes('--count') ? [] : [words.toSpliced(1, 0, 'no')];
}

function changed(words: readonly string[]): string[][] {
  const isCounter = words[1] === 'counter';
  return words.flatMap((word, index) => {
    const flag = words[index - 1] ?? '';
    const isName = index < 2 || (isCounter && index === 2) || word.startsWith('--');
    if (isName || FLAGS_OF_THE_QUESTION.includes(flag)) return [];
    const others = TEXT_FLAGS.includes(flag) ? [`${word}x`] : otherWords(word);
    if (others.length === 0) throw new Error(`nothing is known that "${word}" could be changed to`);
    return others.map((other) => words.with(index, other));
  });
}

function shortened(words: readonly string[]): string[][] {
  return words.flatMap((word, index) =>
    FLAGS_OF_ALL.includes(word) && words.indexOf(word) < index ? [words.toSpliced(index, 2)] : [],
  );
}

function otherWords(word: string): string[] {
  const [, relation = '', rest = ''] = /^([!<>]=|[=<>])(.*)$/.exec(word) ?? [];
  if (relation !== '') return [`${OPPOSITES[relation]}${rest}`];
  const [, oif, minTtl] = /^(eth\d|\d):(\d+)$/.exec(word) ?? [];
  if (oif !== undefined) return [`${oif}:${Number(minTtl) + 1}`, ...otherWords(oif).map((other) => `${other}:${minTtl}`)];
  if (/^\d+$/.test(word)) return [String(Number(word) + 1)];
  if (/^[\d.]+(ns|ms|s|m|h)$/.test(word)) return [`${word}1ns`];
  // What a script adds itself is changed to what is there from the start, and not the other way round.
  if (word === 'dmz') return ['eth4'];
  return ALTERNATIVES.flatMap((words) => (words.includes(word) ? [nextOf(words, word)] : []));
}

function nextOf(words: readonly string[], word: string): string {
  return words[(words.indexOf(word) + 1) % words.length] ?? '';
}
