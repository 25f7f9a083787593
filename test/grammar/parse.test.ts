import { Parser } from '@oclif/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LabError } from '../../src/core/errors.js';
import { allFlags } from '../../src/grammar/globals.js';
import { readArgs, readFlags, readValues } from '../../src/grammar/parse.js';
import { readWords } from '../../src/grammar/read-words.js';
import type { ArgSpecs, FlagSpec, FlagSpecs } from '../../src/grammar/spec.js';

const ARGS = {
  source: { label: 'SOURCE', summary: 'a', required: true, parse: String },
  group: { label: 'GROUP', summary: 'b', required: false, parse: String },
} as const satisfies ArgSpecs;

const FLAGS = {
  iif: { kind: 'option', label: 'IF', summary: 'c', multiple: false, parse: String },
  oif: { kind: 'option', label: 'IF', summary: 'd', multiple: true, parse: String },
  text: { kind: 'option', label: 'TEXT', summary: 'e', multiple: false, allowEmpty: true, parse: String },
  state: { kind: 'option', label: 'on|off', summary: 'f', multiple: false, options: ['on', 'off'], parse: String },
  quiet: { kind: 'switch', summary: 'g', short: 'q' },
} as const satisfies FlagSpecs;

const LINE_FLAGS = {
  file: { kind: 'option', label: 'FILE', summary: 'h', multiple: false, short: 'f', parse: String },
  text: FLAGS.text,
} as const satisfies FlagSpecs;

function parse(...words: string[]): object {
  const { args, flags } = readValues({ id: 'try', args: ARGS, flags: FLAGS }, readWords(FLAGS, words));
  return { ...args, ...flags };
}

describe('words are sorted into arguments and flags', () => {
  const none = { source: 'S', group: undefined, iif: undefined, oif: [], text: undefined, state: undefined, quiet: false };
  const CASES: readonly (readonly [string, readonly string[], object])[] = [
    ['an argument', ['S'], none],
    ['both arguments', ['S', 'G'], { ...none, group: 'G' }],
    ['a flag in front', ['--iif', 'a', 'S', 'G'], { ...none, group: 'G', iif: 'a' }],
    ['a flag between', ['S', '--iif', 'a', 'G'], { ...none, group: 'G', iif: 'a' }],
    ['a flag behind', ['S', 'G', '--iif', 'a'], { ...none, group: 'G', iif: 'a' }],
    ['with an equals sign', ['S', '--iif=a=b'], { ...none, iif: 'a=b' }],
    ['several values', ['--oif', 'a', 'S', '--oif=b'], { ...none, oif: ['a', 'b'] }],
    ['a switch', ['S', '--quiet'], { ...none, quiet: true }],
    ['a short switch', ['-q', 'S'], { ...none, quiet: true }],
    ['an empty value where it may be empty', ['S', '--text', ''], { ...none, text: '' }],
    ['a value that starts with a dash', ['S', '--text', '-5'], { ...none, text: '-5' }],
    ['a value that looks like a flag, behind an equals sign', ['S', '--text=--quiet'], { ...none, text: '--quiet' }],
    ['what follows -- is no flag', ['--', '--quiet'], { ...none, source: '--quiet' }],
    ['a dash alone is an argument', ['-'], { ...none, source: '-' }],
    ['one of the listed values', ['S', '--state', 'off'], { ...none, state: 'off' }],
  ];

  it.each(CASES)('%s', (_name, words, values) => {
    expect(parse(...words)).toEqual(values);
  });

  const REFUSED: readonly (readonly [readonly string[], string])[] = [
    [[], 'SOURCE is missing'],
    [[''], 'SOURCE is empty'],
    [['S', 'G', 'x'], 'unexpected argument "x"'],
    [['S', '--iif'], '--iif requires a value: IF'],
    [['S', '--iif', '--quiet'], '--iif requires a value: IF'],
    [['S', '--iif', '--oif=a'], '--iif requires a value: IF'],
    [['S', '--iif', '--'], '--iif requires a value: IF'],
    [['S', '--iif', ''], '--iif is empty'],
    [['S', '--iif='], '--iif is empty'],
    [['S', '--iif', 'a', '--iif', 'b'], '--iif is given twice'],
    [['S', '-q', '--quiet'], '--quiet is given twice'],
    [['S', '--quiet=yes'], '--quiet takes no value'],
    [['S', '--iff', 'a'], 'unknown flag "--iff"; did you mean --iif?'],
    [['S', '-z'], 'unknown flag "-z"'],
    [['S', '--state', 'of'], 'unknown value "of" of --state; choose on or off'],
    [['S', '--x\u001b[31m'], 'unknown flag "--x\\x1b[31m"'],
  ];

  it.each(REFUSED)('%j is refused', (words, message) => {
    expect(() => parse(...words)).toThrow(expect.objectContaining({ code: 'USAGE', message }));
  });
});

describe("what oclif's parser accepts too, it reads the same", () => {
  const word = fc.constantFrom(
    'S',
    'G',
    '--iif',
    '--oif',
    '--text',
    '--quiet',
    '-q',
    '--',
    'a',
    'b',
    '--iif=a',
    '--oif=b',
    '--state',
    'on',
    '-',
    '--quiet=1',
  );
  const oclifFlags = {
    iif: { name: 'iif', type: 'option', multiple: false },
    oif: { name: 'oif', type: 'option', multiple: true, multipleNonGreedy: true },
    text: { name: 'text', type: 'option', multiple: false },
    state: { name: 'state', type: 'option', multiple: false, options: ['on', 'off'] },
    quiet: { name: 'quiet', type: 'boolean', char: 'q', allowNo: false },
  };
  const asOclif = (specs: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(specs).map(([name, spec]) => [
        name,
        { parse: async (text: unknown) => text, input: [], ...(typeof spec === 'object' ? spec : {}) },
      ]),
    );

  it('on whole lines, with global flags anywhere and every form of a flag', async () => {
    const all = allFlags({ flags: LINE_FLAGS, changes: true });
    const forms = [
      '--file',
      '-f',
      '--file=a',
      '-f=a',
      '--session',
      '--session=b',
      '--json',
      '--quiet',
      '-q',
      '--no-color',
      '--dry-run',
    ];
    const part = fc.constantFrom(...forms, 'S', 'G', 'a', '--', '-', '--text', '--text=x=y', '-h');
    let agreed = 0;
    const check = async (words: string[]) => {
      const read = readWords(all, words);
      const ours = attempt(() => ({
        ...readValues({ id: 'try', args: ARGS, flags: LINE_FLAGS }, read).args,
        ...Object.fromEntries(Object.entries(readFlags(all, read)).filter(([, value]) => value !== undefined && value !== false)),
      }));
      const theirs = await parseWithOclif(
        words,
        Object.fromEntries(Object.entries(all).map(([name, flag]) => [name, oclifFlag(name, flag)])),
      );
      if (ours === null || theirs === null) return;
      agreed += 1;
      expect({ group: undefined, ...theirs }).toEqual(ours);
    };
    await fc.assert(fc.asyncProperty(fc.array(part, { maxLength: 8 }), check), { seed: 2, numRuns: 3000 });
    expect(agreed).toBeGreaterThan(300);
  });

  function oclifFlag(name: string, { kind, short }: FlagSpec) {
    const char = short === undefined ? {} : { char: short };
    return kind === 'switch'
      ? { name, type: 'boolean', allowNo: false, ...char }
      : { name, type: 'option', multiple: false, ...char };
  }

  it('on random words', async () => {
    let agreed = 0;
    const check = async (words: string[]) => {
      const ours = attempt(() => parse(...words));
      const theirs = await attemptOclif(words);
      if (ours === null || theirs === null) return;
      agreed += 1;
      expect(theirs).toEqual(ours);
    };
    await fc.assert(fc.asyncProperty(fc.array(word, { maxLength: 7 }), check), { seed: 1, numRuns: 3000 });
    expect(agreed).toBeGreaterThan(300);
  });

  async function attemptOclif(words: string[]): Promise<object | null> {
    const blank = { group: undefined, iif: undefined, text: undefined, state: undefined, oif: [], quiet: false };
    const read = await parseWithOclif(words, oclifFlags);
    return read === null ? null : { ...blank, ...read };
  }

  async function parseWithOclif(words: string[], flagSpecs: Record<string, unknown>): Promise<object | null> {
    try {
      const args = { source: { name: 'source', required: true, ignoreStdin: true }, group: { name: 'group', ignoreStdin: true } };
      // The specs are oclif's own, without the members that help needs.
      const input = { args: asOclif(args), flags: asOclif(flagSpecs), strict: true, '--': true } as unknown as Parameters<
        typeof Parser.parse
      >[1];
      const { args: readArguments, flags } = await Parser.parse(words, input);
      return { ...(readArguments as object), ...(flags as object) };
    } catch {
      return null;
    }
  }
});

function attempt(action: () => object): object | null {
  try {
    return action();
  } catch (error) {
    if (error instanceof LabError) return null;
    throw error;
  }
}

describe('arguments that belong to a flag', () => {
  const args = {
    source: { label: 'SOURCE', summary: 'a', required: false, onlyWith: 'route', parse: String },
    group: { label: 'GROUP', summary: 'b', required: false, onlyWith: 'route', parse: String },
  } as const satisfies ArgSpecs;
  const flags = { route: { kind: 'switch', summary: 'c' }, packet: FLAGS.iif } as const satisfies FlagSpecs;
  const read = (...words: string[]) => readArgs(args, readWords(flags, words));

  it.each([
    [['--route', 'S', 'G'], { source: 'S', group: 'G' }],
    [['S', '--route', 'G'], { source: 'S', group: 'G' }],
    [['--packet', '1'], { source: undefined, group: undefined }],
  ])('%j', (words, values) => {
    expect(read(...words)).toEqual(values);
  });

  it.each([
    [['S'], 'SOURCE "S" is allowed only with --route'],
    [['S', 'G'], 'SOURCE "S" is allowed only with --route'],
    [['--route'], 'SOURCE is missing; --route requires it'],
    [['--route', 'S'], 'GROUP is missing; --route requires it'],
    [['--route', 'S', 'G', 'X'], 'unexpected argument "X"'],
  ])('%j is refused', (words, message) => {
    expect(() => read(...words)).toThrow(expect.objectContaining({ code: 'USAGE', message }));
  });
});
