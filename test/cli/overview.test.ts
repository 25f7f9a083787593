import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TOPICS } from '../../src/cli/help-topics.js';
import { ENVIRONMENT, GROUPS, MAIN_COMMANDS, READ_ON } from '../../src/cli/overview.js';
import { COMMANDS } from '../../src/commands/index.js';
import { GLOBAL_FLAGS } from '../../src/grammar/globals.js';

const ROOT = resolve(import.meta.dirname, '../..');
const PUBLIC = COMMANDS.filter(({ hidden }) => !hidden);
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** Variables that the sources read from the environment. */
function variablesRead(): Set<string> {
  const paths = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  const names = paths.flatMap((path) => {
    const text = read(join('src', path));
    const named = [...text.matchAll(/\b(?:environment|env)\.([A-Z][A-Z_]+)\b/g)].map(([, name = '']) => name);
    const taken = [...text.matchAll(/\{ ([A-Z_]+(?:, [A-Z_]+)*) \}: Environment/g)].flatMap(([, list = '']) => list.split(', '));
    return [...named, ...taken];
  });
  // The home folder and the kind of terminal are the system's own.
  return new Set(names.filter((name) => !['HOME', 'TERM', 'LOCALAPPDATA', 'LESS'].includes(name)));
}

describe('the overview of mcast --help', () => {
  const overview = JSON.parse(read('dist/cli/help-80.json'))[''].replaceAll(/\u001b\[[0-9;]*m/g, '') as string;

  it('has every command once: by its name, or by the topic that it is in', () => {
    const names = [...MAIN_COMMANDS, ...GROUPS.flatMap(({ names }) => names)];
    expect(new Set(names).size).toBe(names.length);
    const topics = new Set(names);
    for (const { id } of PUBLIC) expect([id, topics.has(id) || topics.has(id.split(' ')[0] ?? '')]).toEqual([id, true]);
    for (const name of names) expect(PUBLIC.some(({ id }) => id === name || id.startsWith(`${name} `))).toBe(true);
  });

  it('begins with the five commands of the main job, each with an example', () => {
    const main = overview.slice(overview.indexOf('MAIN COMMANDS'), overview.indexOf('CHANGE THE ROUTER'));
    expect(main.match(/^ {2}\w+( \w+|-\w+)? {2,}/gm)?.map((name) => name.trim())).toEqual([...MAIN_COMMANDS]);
    expect(main.match(/^ {6}\$ mcast \S/gm)).toHaveLength(5);
  });

  it('has the global flags, where to read on, and every variable that the program reads', () => {
    for (const flag of Object.keys(GLOBAL_FLAGS)) expect(overview).toContain(`--${flag}`);
    for (const [line] of READ_ON) expect(overview).toContain(line);
    const listed = new Set(ENVIRONMENT.flatMap(([names]) => names.split(', ')));
    expect(listed).toEqual(variablesRead());
    expect(Object.keys(TOPICS).every((topic) => overview.replaceAll(/\s+/g, ' ').includes(topic))).toBe(true);
  });

  it('fits 80 columns', () => {
    expect(Math.max(...overview.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
  });
});

describe('the manual page', () => {
  const page = read('dist/man/mcast.1');
  const plain = page.replaceAll('\\-', '-').replaceAll('\\(dq', '"');

  it('is named in package.json and packed', () => {
    const { man, files } = JSON.parse(read('package.json'));
    expect([man, files.includes('dist/man')]).toEqual(['./dist/man/mcast.1', true]);
  });

  it('describes every command with all of its flags and examples', () => {
    const sections = new Map(plain.split(/^\.SS /m).map((text) => [/^"mcast (.*)"/.exec(text)?.[1], text]));
    for (const spec of PUBLIC) {
      const section = sections.get(spec.id) ?? '';
      for (const name of Object.keys(spec.flags)) expect(section).toContain(`--${name}`);
      for (const { line } of spec.examples) expect(section).toContain(`mcast ${line}`.replaceAll('\\', '\\e'));
    }
  });

  it('has the exit codes and the variables', () => {
    for (const code of [0, 1, 2, 3, 4, 70, 130]) expect(page).toContain(`\n.B "${code}"\n`);
    for (const [names] of ENVIRONMENT) expect(plain).toContain(`\n.B "${names}"\n`);
  });

  it('begins only its own lines as macros', () => {
    const macros = page.match(/^[.'].*/gm) ?? [];
    expect(macros.filter((line) => !/^\.(TH|SH|SS|PP|TP|B|RS|RE|nf|fi)\b/.test(line))).toEqual([]);
    expect(page).not.toMatch(/[\u0080-\uffff]/);
  });
});
