import type { FlagSpec, FlagSpecs } from '../execute/definition.js';
import type { SortedWords } from './parse.js';
import { readFlags } from './parse.js';

/** When color is used. */
const COLOR_CHOICES = ['always', 'never', 'auto'] as const;

/** Global flags, which every command has. */
export const GLOBAL_FLAGS = {
  session: {
    kind: 'option',
    label: 'NAME|PATH',
    summary: 'session to use; a value that contains a slash or ends in .json is a path',
    multiple: false,
    completes: 'session-or-path',
    defaultText: '$MCAST_SESSION, else the current session',
    parse: String,
  },
  json: { kind: 'switch', summary: 'print one JSON document' },
  quiet: { kind: 'switch', summary: 'print only errors; --json still prints its document', short: 'q' },
  color: {
    kind: 'option',
    label: 'WHEN',
    summary: 'when to use color; auto means on a terminal',
    multiple: false,
    options: COLOR_CHOICES,
    defaultText: 'auto',
    parse: (text) => COLOR_CHOICES.find((choice) => choice === text) ?? 'auto',
  },
  'no-color': { kind: 'switch', summary: 'same as --color never' },
  ascii: { kind: 'switch', summary: 'print symbols such as arrows and check marks in ASCII' },
  help: { kind: 'switch', summary: 'show help', short: 'h' },
} as const satisfies FlagSpecs;

const GLOBALS: readonly (readonly [string, FlagSpec])[] = Object.entries(GLOBAL_FLAGS);

/** For commands that change something. */
const DRY_RUN_FLAG = {
  'dry-run': { kind: 'switch', summary: 'show what would happen without changing anything' },
} as const satisfies FlagSpecs;

/** Values of the global flags. */
export interface GlobalFlags {
  readonly session: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly color: (typeof COLOR_CHOICES)[number] | undefined;
  readonly noColor: boolean;
  readonly ascii: boolean;
  readonly help: boolean;
  /** False for a command that has no such flag. */
  readonly dryRun: boolean;
}

/** The flags of a command and the global flags. */
export function allFlags({ flags, changes }: { readonly flags: FlagSpecs; readonly changes: boolean }): FlagSpecs {
  return { ...flags, ...(changes ? DRY_RUN_FLAG : {}), ...GLOBAL_FLAGS };
}

/** Default values of the global flags. */
export const NONE_GIVEN: GlobalFlags = {
  session: undefined,
  json: false,
  quiet: false,
  color: undefined,
  noColor: false,
  ascii: false,
  help: false,
  dryRun: false,
};

/** @throws LabError as `readFlags` */
export function readGlobals(sorted: SortedWords): GlobalFlags {
  if (!hasGlobals(sorted)) return NONE_GIVEN;
  const { session, json, quiet, help, color, 'no-color': noColor, ascii } = readFlags(GLOBAL_FLAGS, sorted);
  return { session, json, quiet, help, color, noColor, ascii, dryRun: readFlags(DRY_RUN_FLAG, sorted)['dry-run'] };
}

function hasGlobals({ flags }: SortedWords): boolean {
  for (const { flag } of flags) if (flag.name in GLOBAL_FLAGS || flag.name in DRY_RUN_FLAG) return true;
  return false;
}

/** The global flags combined with presets for every line. */
export function withPreset(globals: GlobalFlags, preset: Partial<GlobalFlags>): GlobalFlags {
  return {
    session: globals.session ?? preset.session,
    json: globals.json || preset.json === true,
    quiet: globals.quiet || preset.quiet === true,
    color: globals.color ?? preset.color,
    noColor: globals.noColor || preset.noColor === true,
    ascii: globals.ascii || preset.ascii === true,
    help: globals.help,
    dryRun: globals.dryRun,
  };
}

/**
 * The words of a line without global flags, which do not change what it does.
 *
 * @param own the flags of the line's command: the word after one of them is its value, even if it looks like a flag
 */
export function withoutGlobals(words: readonly string[], own: FlagSpecs): readonly string[] {
  if (!words.some((word) => word.startsWith('-') && globalOf(word) !== undefined)) return words;
  const kept: string[] = [];
  for (let at = 0; at < words.length; ) {
    const word = words[at] ?? '';
    if (word === '--') return [...kept, ...words.slice(at)];
    const global = globalOf(word);
    const flag = global ?? Object.entries(own).find(([name, spec]) => isWritten(word, name, spec))?.[1];
    const length = flag?.kind === 'option' && !word.includes('=') ? 2 : 1;
    if (global === undefined) kept.push(...words.slice(at, at + length));
    at += length;
  }
  return kept;
}

/** The global flag that a word is, if any. */
function globalOf(word: string): FlagSpec | undefined {
  return word.startsWith('-') ? GLOBALS.find(([name, spec]) => isWritten(word, name, spec))?.[1] : undefined;
}

function isWritten(word: string, name: string, { short }: FlagSpec): boolean {
  if (short !== undefined && (word === `-${short}` || word.startsWith(`-${short}=`))) return true;
  return word.startsWith(name, 2) && (word.length === name.length + 2 || word[name.length + 2] === '=') && word.startsWith('--');
}
