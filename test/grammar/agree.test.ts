import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/commands/index.js';
import { complete } from '../../src/completion/complete.js';
import { flagsAt, readBefore } from '../../src/completion/cursor.js';
import { splitShellLine } from '../../src/completion/shell-line.js';
import { readTypedLine } from '../../src/completion/typed-line.js';
import { LabError } from '../../src/core/errors.js';
import type { CommandSpec } from '../../src/execute/definition.js';
import { dispatch } from '../../src/grammar/dispatch.js';
import { longNames } from '../../src/grammar/flag-table.js';
import { allFlags, readGlobals, withoutGlobals } from '../../src/grammar/globals.js';
import { readLine, wantsJson } from '../../src/grammar/read-line.js';
import { readWords } from '../../src/grammar/read-words.js';
import { OUR_LINES, SHELL_LINES, tokenize } from '../../src/grammar/tokens.js';
import { joinWords, splitWords } from '../../src/grammar/words.js';

const WORDS = [
  ...['10.0.1.9', '239.1.1.1', 'eth1', 'eth2:10', 'routes', 'text', '1s', 'x', '', '-', '-5', '--', 'help', 'version'],
  ...['--json', '--session', '--session=a', '--quiet', '-q', '-q=1', '--help', '-h', '--dry-run', '--no-color', '--frob'],
  ...['--iif', '--iif=eth1', '--oif', '--oif=eth2', '-o', '-o=x', '--format', '-c', '--brief', '--route', '--count', '-y'],
];
const LINES = fc.tuple(
  fc.array(fc.constantFrom(...WORDS), { maxLength: 2 }),
  fc.constantFrom(...COMMANDS.map(({ id }) => id.split(' ')), ['explain', 'route'], ['route'], ['frob'], []),
  fc.array(fc.constantFrom(...WORDS), { maxLength: 7 }),
);
const lines = LINES.map(([before, name, after]) => [...before, ...name, ...after]);
const RUNS = { seed: 1, numRuns: 3_000 };

function attempt<Value>(action: () => Value): Value | LabError {
  try {
    return action();
  } catch (error) {
    if (error instanceof LabError) return error;
    throw error;
  }
}

function faultOf(found: LabError | ReturnType<typeof dispatch>): unknown {
  return found instanceof LabError || found.kind !== 'topic' ? found : found.otherwise;
}

describe('everything that reads a line agrees', () => {
  it('on its command, and on whether there is one', () => {
    const check = (words: string[]) => {
      const line = readLine(COMMANDS, words, { isShort: false, isPartial: false });
      const found = attempt(() => dispatch(COMMANDS, words));
      if (line.asks === 'command') expect(found).toMatchObject({ kind: 'command', spec: line.spec, words: line.words });
      // The word after help may be a topic.
      else if (line.fault !== null) expect(faultOf(found)).toMatchObject({ message: line.fault.error.message });
      else
        expect(found).toMatchObject({ kind: line.asks === 'topic' ? 'help' : expect.stringMatching(/^(help|nothing|version)$/) });
    };
    fc.assert(fc.property(lines, check), RUNS);
  });

  it('on global flags, the log form, and --json', () => {
    const check = (words: string[]) => {
      const line = readLine(COMMANDS, words, { isShort: false, isPartial: false });
      const end = words.indexOf('--');
      const isJson = words.slice(0, end === -1 ? undefined : end).some((word) => /^--json(=|$)/.test(word));
      expect(wantsJson(COMMANDS, null, words)).toBe(isJson);
      if (line.asks !== 'command' || line.spec === null || line.fault !== null) return;
      expect(wantsJson(COMMANDS, line.spec, line.words)).toBe(isJson);
      const globals = readGlobals(line);
      expect(globals.json).toBe(isJson);
      const prepared = attempt(() => line.spec?.prepare(line.words));
      if (prepared instanceof LabError || prepared === undefined) return;
      expect(prepared.globals).toEqual(globals);
      if (globals.help) return;
      expect(prepared.words).toEqual(withoutGlobals(line));
      const logged = readWords(allFlags(line.spec), prepared.words);
      expect(readGlobals(logged)).toMatchObject({ session: undefined, json: false, quiet: false, noColor: false });
      expect(logged.args.map(({ text }) => text)).toEqual(line.args.map(({ text }) => text));
      expect(splitWords(joinWords(prepared.words))).toEqual(prepared.words);
    };
    fc.assert(fc.property(lines, check), RUNS);
  });

  it('on arguments and flags, where completion stops at any word', () => {
    const check = (words: string[]) => {
      const line = readLine(COMMANDS, words, { isShort: true, isPartial: false });
      if (line.asks !== 'command' || line.fault !== null || words.length === 0 || words[0] === 'mcast') return;
      const cursor = readBefore(COMMANDS, words);
      expect(cursor).toMatchObject({ spec: line.spec, args: line.args, flags: line.flags, flagsEnded: line.flagsEnded });
      const { open } = readBefore(COMMANDS, words.slice(0, -1)) ?? { open: null };
      const last = line.flags.at(-1);
      const isValue = last?.flag.spec.kind === 'option' && last.text === words.at(-1) && last.at === line.words.length - 2;
      expect(open !== null).toBe(isValue);
    };
    fc.assert(fc.property(lines, check), RUNS);
  });

  it('on words, from text of ours and from a shell', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '1', ' ', '\t', '"', "'", '\\', '#', '\u00a0', '-', '='),
      maxLength: 14,
    });
    const check = (line: string) => {
      const { tokens } = tokenize(line);
      const words = attempt(() => splitWords(line));
      if (words instanceof LabError) expect(tokens.at(-1)?.open).not.toBeNull();
      else expect(words).toEqual(tokens.map((token) => token.text));
      let before = 0;
      for (const { start, end, isQuoted, text: word } of tokens) {
        expect(start).toBeGreaterThanOrEqual(before);
        expect(tokenize(line.slice(start, end)).tokens.map((token) => token.text)).toEqual([word]);
        if (!isQuoted) expect(line.slice(start, end)).toBe(word);
        before = end;
      }
      const typed = readTypedLine(line);
      if (typed !== null && typed.words.length > 0 && typed.partial !== '')
        expect(words).toEqual([...typed.words, typed.partial]);
      const inShell = splitShellLine(`mcast ${line}x`);
      if (inShell !== null && !/[#\u00a0]/.test(line))
        expect([...inShell.words, inShell.partial]).toEqual(splitWords(`${line}x`));
    };
    fc.assert(fc.property(text, check), RUNS);
    expect(OUR_LINES.blanks).not.toBe(SHELL_LINES.blanks);
  });
});

describe('whatever form a flag is written in', () => {
  const nothing = { lab: () => null, sessions: () => ['demo'], lessons: () => [] };
  const forms = COMMANDS.flatMap((spec: CommandSpec) =>
    Object.entries(allFlags(spec)).flatMap(([name, flag]) => {
      const others = [...longNames(name, flag).slice(1), ...(flag.short === undefined ? [] : [`-${flag.short}`])];
      return others.map((form) => [spec, form, `--${name}`, flag.kind === 'option'] as const);
    }),
  );
  const at = (spec: CommandSpec, words: readonly string[], partial = '') =>
    complete({ commands: COMMANDS, words: [...spec.id.split(' '), ...words], partial, ...nothing });

  it.each(forms.map((form) => [`${form[0].id} ${form[1]}`, ...form] as const))(
    '%s: the same is offered',
    (_title, spec, form, long, isOption) => {
      const behind = isOption ? ['x'] : [];
      for (const words of [[], ...Object.entries(flagsOf(spec)).map(([name]) => [`--${name}`])]) {
        if (words[0] === long) continue;
        expect(at(spec, [form, ...behind, ...words])).toEqual(at(spec, [long, ...behind, ...words]));
      }
      expect(at(spec, [form, ...behind], '--')).toEqual(at(spec, [long, ...behind], '--'));
      if (!isOption) return;
      expect(at(spec, [form])).toEqual(at(spec, [long]));
      const bare = (list: readonly { text: string }[]) => list.map(({ text }) => text.slice(text.indexOf('=') + 1));
      expect(bare(at(spec, [], `${form}=`))).toEqual(bare(at(spec, [], `${long}=`)));
    },
  );

  it('among them those that were missed once', () => {
    expect(forms.map(([spec, form]) => `${spec.id} ${form}`)).toEqual(
      expect.arrayContaining(['draw -o', 'run -c', 'inject --hop-limit']),
    );
  });
});

function flagsOf(spec: CommandSpec) {
  const line = readBefore(COMMANDS, spec.id.split(' '));
  return line === null ? {} : flagsAt(line);
}
