import type { FlagSpec, FlagSpecs } from '../execute/definition.js';
import type { SortedWords } from './parse.js';
import { readFlags } from './parse.js';

/** When colour is used. */
const COLOR_CHOICES = ['always', 'never', 'auto'] as const;

/** Flags that every command has. */
export const GLOBAL_FLAGS = {
  session: {
    kind: 'option',
    label: 'NAME|PATH',
    summary: 'session to work on; a value with a slash or ending in .json is a path',
    multiple: false,
    completes: 'session-or-path',
    defaultText: '$MCAST_SESSION, else the one in use',
    parse: String,
  },
  json: { kind: 'switch', summary: 'print one JSON document' },
  quiet: { kind: 'switch', summary: 'no text but errors; --json prints its document all the same', short: 'q' },
  color: {
    kind: 'option',
    label: 'WHEN',
    summary: 'use colour: auto is on terminals only',
    multiple: false,
    options: COLOR_CHOICES,
    defaultText: 'auto',
    parse: (text) => COLOR_CHOICES.find((choice) => choice === text) ?? 'auto',
  },
  'no-color': { kind: 'switch', summary: 'same as --color never' },
  ascii: { kind: 'switch', summary: 'write signs such as arrows and check marks in ASCII' },
  help: { kind: 'switch', summary: 'show help', short: 'h' },
} as const satisfies FlagSpecs;

const GLOBALS: readonly (readonly [string, FlagSpec])[] = Object.entries(GLOBAL_FLAGS);

/** Of commands that change something. */
const DRY_RUN_FLAG = {
  'dry-run': { kind: 'switch', summary: 'say what would happen, and change nothing' },
} as const satisfies FlagSpecs;

/** What the flags that every command has were set to. */
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

/** The flags of a command, and those that every command has. */
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

/** What the flags come to, together with those that hold for every line. */
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
 * The words of a line without the flags that every command has, which say where and how, not what.
 *
 * @param own the flags of the line's command: what stands behind one of them is its value, whatever it looks like
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

/** The flag that every command has and that a word is, if it is one. */
function globalOf(word: string): FlagSpec | undefined {
  return word.startsWith('-') ? GLOBALS.find(([name, spec]) => isWritten(word, name, spec))?.[1] : undefined;
}

function isWritten(word: string, name: string, { short }: FlagSpec): boolean {
  if (short !== undefined && (word === `-${short}` || word.startsWith(`-${short}=`))) return true;
  return word.startsWith(name, 2) && (word.length === name.length + 2 || word[name.length + 2] === '=') && word.startsWith('--');
}
