import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/commands/index.js';
import { allFlags } from '../../src/grammar/globals.js';

const ROOT = resolve(import.meta.dirname, '../..');

/** Folders and files whose text is checked: code with its comments and strings, and prose without its fenced blocks. */
const CHECKED = ['README.md', 'CONTRIBUTING.md', 'docs', 'examples', 'lessons', 'src'];

/** Phrases that read like a translation, and what to write instead. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/\banew\b/i, 'again; from scratch; regenerate'],
  [/\bof (its|their|his|her|your|one's) own\b/i, 'separate; its own X'],
  [/\bwhatever\b/i, 'any; regardless of'],
  [/\bwho(so)?ever\b/i, 'name the actor'],
  [/\bwhich is (what|where|how|why)\b/i, 'a sentence of its own'],
  [/\btold of\b/i, 'reported'],
  [/\b(is|are|was) said\b/i, 'name who says it: prints, reports'],
  [/\bone word too many\b/i, 'unexpected argument'],
  [/\bneeds? a yes\b/i, 'without confirmation; add --yes'],
  [/\bcarr(y|ies|ied|ying) out\b/i, 'execute'],
  [/\bmouths?\b/i, 'front end'],
  [/\b(break|breaks|broke|broken|breaking) off\b/i, 'abort'],
  [/\ball the same\b/i, 'still; anyway'],
  [/(?<!\bthere )\b(is|are) no (?!longer\b|more\b)/i, 'is not a'],
  [/\bthat is none\b/i, 'that is not a'],
  [/\b(is|are) (so|not so)\b/i, 'matches; holds'],
  [/\bwhere (none|nobody|nothing|one) is\b/i, 'if none is'],
  [/\b(if|when|where) (it is |none is )?not given\b|\bif none is given\b/i, '(default: X)'],
  [/\bstands? (there|beside|behind|before|in the place)\b/i, 'is; comes before; follows'],
  [/\bin hand\b/i, 'current'],
  [/\b(go|goes|going) on\b/i, 'continue'],
  [/\b(as it was|as they were)\b/i, 'unchanged'],
  [/\bwhat is pending\b/i, 'pending routes'],
  [/\bpending entr(y|ies)\b/i, 'pending route'],
  [/\bwhat is missing is asked\b/i, 'prompts for missing values'],
  [/\bsays? otherwise\b/i, 'overrides; changes that'],
  [/\bfrom nothing\b/i, 'from scratch'],
  [/\bstronger\b/i, 'overrides'],
  [/\bcalled as\b/i, 'named after'],
  [/\bthere still\b/i, 'still there; still exists'],
  [/\bput(s|ting)? right\b/i, 'fix'],
  [/\bdone again\b|\bdo(es)? again\b/i, 'redo; repeat'],
  [/\bforsaken\b|\bnobodys\b/i, 'closed; stale'],
];

/** American spelling, as in `--no-color`. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/\b(col|behavi|neighb|fav|hon|lab)our(?!s?ious)/i, '-or'],
  [
    /\b(initial|recogn|normal|organ|serial|minim|maxim|optim|summar|synchron|visual|real|categor|emphas)i[sz](?<=is)(e|ed|es|ing|ation)\b/i,
    '-ize',
  ],
  [/\b(anal|paral)ys(e|ed|es|ing)\b/i, '-yze'],
  [/\b(cancel|label|travel|model|signal|dial)l(ed|ing|er)\b/i, 'one l'],
  [/\b(centre|metre|fibre)s?\b/i, '-er'],
  [/\b(licence|defence|offence)s?\b/i, '-se'],
  [/\b(grey|catalogue|ageing|artefact|judgement|programme)s?\b/i, 'gray, catalog, aging, artifact, judgment, program'],
];

/** Verbs that a summary, or what an example does, may begin with. */
const VERBS = new Set(
  [
    'add advance also change check compare complete compute connect continue count copy create do draw drop enable exit explain give inject install join leave list',
    'make move omit print redo remove rename render replace restart restore revert run save send set show skip start stop take turn undo use',
    'validate wait walk watch write go',
  ]
    .join(' ')
    .split(' '),
);

function filesOf(path: string): string[] {
  const full = join(ROOT, path);
  if (!statSync(full).isDirectory()) return [path];
  return readdirSync(full, { recursive: true, encoding: 'utf8' })
    .map((name) => join(path, name))
    .filter((name) => /\.(md|ts|mcast|lesson)$/.test(name) && statSync(join(ROOT, name)).isFile());
}

/** The lines of a file; those in fenced blocks of Markdown, where the program speaks, are empty. */
function linesOf(path: string): string[] {
  let isFenced = false;
  return readFileSync(join(ROOT, path), 'utf8')
    .split('\n')
    .map((line) => {
      const isFence = path.endsWith('.md') && line.startsWith('```');
      if (isFence) isFenced = !isFenced;
      return isFenced || isFence ? '' : line;
    });
}

function findings(path: string): string[] {
  return linesOf(path).flatMap((line, index) =>
    [...PHRASES, ...SPELLINGS].flatMap(([pattern, better]) => {
      const found = pattern.exec(line)?.[0];
      return found === undefined ? [] : [`${path}:${index + 1}: "${found}", better: ${better}`];
    }),
  );
}

describe('words', () => {
  it.each(CHECKED)('in %s are plain', (path) => {
    // The help of every command, in these words, is made of its definition.
    const checked = filesOf(path).filter((file) => file !== join('docs', 'commands.md'));
    expect(checked.flatMap(findings)).toEqual([]);
  });
});

describe('help', () => {
  it.each(COMMANDS.map((spec) => [spec.id, spec] as const))('on %s begins with a verb', (_id, spec) => {
    const switches = Object.values(allFlags(spec)).filter(({ kind }) => kind === 'switch');
    const summaries = [spec.summary, ...switches.map(({ summary }) => summary)];
    expect(summaries.filter((summary) => !VERBS.has(summary.split(' ')[0] ?? ''))).toEqual([]);
  });

  it.each(COMMANDS.map((spec) => [spec.id, spec] as const))('on %s has examples that begin with a verb', (_id, { examples }) => {
    const does = examples.map((example) => example.does);
    expect(does.filter((text) => !VERBS.has(text.split(' ')[0] ?? ''))).toEqual([]);
  });
});
