import { readFlags } from './parse.js';
import type { WordsRead } from './read-words.js';
import type { CommandSyntax, FlagSpecs } from './spec.js';

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
  router: {
    kind: 'option',
    label: 'NAME',
    summary: 'router to use, in a lab of several',
    multiple: false,
    completes: 'router',
    defaultText: 'the one that router use chose, else the first',
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
  'no-color': { kind: 'switch', summary: 'print without color' },
  'no-pager': { kind: 'switch', summary: 'print long output at once, without $PAGER' },
  ascii: { kind: 'switch', summary: 'print symbols such as arrows and check marks in ASCII' },
  help: { kind: 'switch', summary: 'show help', short: 'h' },
} as const satisfies FlagSpecs;

/** For commands that change something. */
const DRY_RUN_FLAG = {
  'dry-run': { kind: 'switch', summary: 'show what would happen without changing anything' },
} as const satisfies FlagSpecs;

/** Values of the global flags. */
export interface GlobalFlags {
  readonly session: string | undefined;
  readonly router: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly color: (typeof COLOR_CHOICES)[number] | undefined;
  readonly noColor: boolean;
  readonly ascii: boolean;
  readonly noPager: boolean;
  readonly help: boolean;
  /** False for a command that has no such flag. */
  readonly dryRun: boolean;
}

/** The flags of a command, and the global flags. */
export function allFlags({ flags, changes }: Pick<CommandSyntax, 'flags' | 'changes'>): FlagSpecs {
  const cache = changes ? FLAGS_OF_CHANGING : FLAGS_OF_LOOKING;
  const known = cache.get(flags);
  if (known !== undefined) return known;
  const all = { ...flags, ...(changes ? DRY_RUN_FLAG : {}), ...GLOBAL_FLAGS };
  cache.set(flags, all);
  return all;
}

/** By the command's own flags: tables are made once of each result. */
const FLAGS_OF_CHANGING = new WeakMap<FlagSpecs, FlagSpecs>();
const FLAGS_OF_LOOKING = new WeakMap<FlagSpecs, FlagSpecs>();

/** Default values of the global flags. */
export const NONE_GIVEN: GlobalFlags = {
  session: undefined,
  router: undefined,
  json: false,
  quiet: false,
  color: undefined,
  noColor: false,
  ascii: false,
  noPager: false,
  help: false,
  dryRun: false,
};

export function readGlobals(read: WordsRead): GlobalFlags {
  if (!read.flags.some(({ flag }) => isGlobal(flag.name) || flag.name in DRY_RUN_FLAG)) return NONE_GIVEN;
  const {
    session,
    router,
    json,
    quiet,
    help,
    color,
    'no-color': noColor,
    'no-pager': noPager,
    ascii,
  } = readFlags(GLOBAL_FLAGS, read);
  return { session, router, json, quiet, help, color, noColor, noPager, ascii, dryRun: readFlags(DRY_RUN_FLAG, read)['dry-run'] };
}

function isGlobal(name: string): boolean {
  return name in GLOBAL_FLAGS;
}

function isDropped(name: string): boolean {
  return isGlobal(name) && name !== 'router';
}

/** The global flags combined with presets for every line. */
export function withPreset(globals: GlobalFlags, preset: Partial<GlobalFlags>): GlobalFlags {
  return {
    session: globals.session ?? preset.session,
    router: globals.router ?? preset.router,
    json: globals.json || preset.json === true,
    quiet: globals.quiet || preset.quiet === true,
    color: globals.color ?? preset.color,
    noColor: globals.noColor || preset.noColor === true,
    ascii: globals.ascii || preset.ascii === true,
    noPager: globals.noPager || preset.noPager === true,
    help: globals.help,
    dryRun: globals.dryRun,
  };
}

/** The words of a command without the global flags that say where and how. The router belongs to what is done. */
export function withoutGlobals({ words, flags }: WordsRead): readonly string[] {
  if (!flags.some(({ flag }) => isDropped(flag.name))) return words;
  const dropped = new Set<number>();
  for (const { flag, at } of flags) {
    if (!isDropped(flag.name)) continue;
    dropped.add(at);
    if (flag.spec.kind === 'option' && words[at]?.includes('=') === false) dropped.add(at + 1);
  }
  return words.filter((_word, index) => !dropped.has(index));
}
