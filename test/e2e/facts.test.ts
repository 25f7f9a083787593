import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../src/commands/error-codes.js';
import { COMMANDS } from '../../src/commands/index.js';
import { DROP_REASONS } from '../../src/core/packet-report.js';
import { EXIT } from '../../src/execute/exit.js';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** Commands that work with sessions, their history or other commands, and not on a lab. */
const WITHOUT_OPERATION = ['tour', 'repl', 'run', 'undo', 'redo', 'log', 'completion', 'complete', 'test', 'compare'];

describe('facts that the docs repeat are those of the code', () => {
  it('every error code is in docs/sessions.md, and no other', () => {
    const codes = ERROR_CODES.filter((code) => !['ALREADY_INITIALIZED', 'MISSING_CLOCK', 'NO_BUFFER_SPACE'].includes(code));
    const section =
      read('docs/sessions.md')
        .split('## ')
        .find((part) => part.startsWith('Error codes')) ?? '';
    const listed = [...section.matchAll(/`([A-Z_]+)`/g)].map(([, code = '']) => code);
    expect(listed.filter((code) => code !== 'BUG' && code !== 'INTERRUPTED').sort()).toEqual(codes.sort());
  });

  it('every reason of a drop is in docs/sessions.md, and no other', () => {
    const section =
      read('docs/sessions.md')
        .split('## ')
        .find((part) => part.startsWith('Why a packet')) ?? '';
    const listed = [...section.matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map(([, reason = '']) => reason);
    expect(listed.sort()).toEqual([...DROP_REASONS].sort());
  });

  it('the exit codes are those in docs/sessions.md', () => {
    const rows = [...read('docs/sessions.md').matchAll(/^\| (\d+) +\|/gm)].map(([, code]) => Number(code));
    expect(rows).toEqual(Object.values(EXIT));
  });

  it('every dependency has its reason', () => {
    const { devDependencies, dependencies } = JSON.parse(read('package.json'));
    expect(dependencies).toBeUndefined();
    const page = read('docs/dependencies.md').replace(
      '`@inquirer/input`, `select`, `checkbox`, `confirm`',
      '`@inquirer/input` `@inquirer/select` `@inquirer/checkbox` `@inquirer/confirm`',
    );
    for (const name of Object.keys(devDependencies)) expect(page).toContain(`\`${name}\``);
  });

  it('every dependency is pinned to one version', () => {
    const { devDependencies } = JSON.parse(read('package.json'));
    for (const [name, version] of Object.entries(devDependencies)) expect(`${name} ${version}`).toMatch(/ \d+\.\d+\.\d+$/);
  });

  it('the lock file has the packages of every platform, without which npm 11 refuses it', () => {
    const packages: Record<string, { optionalDependencies?: Record<string, string> }> = JSON.parse(
      read('package-lock.json'),
    ).packages;
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages),
      ),
    );
    expect(missing).toEqual([]);
  });

  it("the README's two commands are scripts of the package", () => {
    const { scripts } = JSON.parse(read('package.json'));
    expect(read('README.md')).toContain('npm start');
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['start', 'test', 'check', 'conformance']));
  });

  it('every command has its three files, and its operation a test', () => {
    for (const { id } of COMMANDS) {
      // What can be expected is one table, from which one factory makes all commands of that name.
      // The commands of lessons are in one file as well: all their work is done by the lesson's own code.
      const topic = /^(expect|lesson) /.exec(id)?.[1];
      // What is between routers is small: one file for each noun.
      const noun = id === 'send' ? 'host' : /^(router|link|host|unicast|daemon) /.exec(id)?.[1];
      if (noun !== undefined) {
        expect(roomsOf(`network/${noun}.ts`)).toEqual(['commands', 'ops', 'render']);
        continue;
      }
      const path = `${topic ?? id.replaceAll(' ', '/')}.ts`;
      expect(readdirSync(join(ROOT, 'src/commands'), { recursive: true })).toContain(path);
      const hasOperation = !/^(session|lesson) /.test(id) && !WITHOUT_OPERATION.includes(id);
      if (!hasOperation) continue;
      expect(readdirSync(join(ROOT, 'src/ops'), { recursive: true })).toContain(path);
      expect(readdirSync(join(ROOT, 'test/ops'), { recursive: true })).toContain(testOf(id, path));
    }
  });
});

/** What only Linux has is tested together. */
function testOf(id: string, path: string): string {
  return /^(originate|stack|vif)\b/.test(id) ? 'linux.test.ts' : path.replace('.ts', '.test.ts');
}

/** The rooms that have a file. */
function roomsOf(path: string): string[] {
  return ['commands', 'ops', 'render'].filter((room) => existsSync(join(ROOT, 'src', room, path)));
}
