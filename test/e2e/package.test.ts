import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBlocks } from './console-blocks.js';
import { cleanEnvironment } from './program.js';

const ROOT = resolve(import.meta.dirname, '../..');

describe('the package, packed and installed into an empty folder', () => {
  let folder = '';
  const inFolder = (program: string, ...words: string[]) =>
    spawnSync(program, words, { cwd: folder, env: cleanEnvironment(folder), encoding: 'utf8' });

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mcast-package-'));
    const pack = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
    expect(spawnSync('npm', pack, { cwd: ROOT, encoding: 'utf8' }).status).toBe(0);
    const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
    const installed = inFolder('npm', 'install', '--offline', '--no-fund', '--no-audit', `./${tarball}`);
    expect(installed.stderr + installed.stdout).toContain('added 1 package');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has a program that works', () => {
    const { status, stdout } = inFolder('node_modules/.bin/mcast', 'tour');
    expect(status).toBe(0);
    expect(stdout).toContain('packet 1 forwarded to eth2 (TTL 63)');
    expect(inFolder('node_modules/.bin/mcast', 'route', 'add', '--help').stdout).toContain('USAGE');
  });

  it('runs the documented example, typed, and prints what the README says', () => {
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
    const [example = ''] = readBlocks(readme, 'ts');
    const [output = ''] = readBlocks(readme, 'text');
    expect(example.trim().split('\n').length).toBeLessThanOrEqual(20);
    writeFileSync(join(folder, 'example.ts'), example);
    const options = [
      '--strict',
      '--target',
      'es2023',
      '--module',
      'nodenext',
      '--types',
      'node',
      '--typeRoots',
      join(ROOT, 'node_modules/@types'),
    ];
    const compiled = inFolder(
      process.execPath,
      join(ROOT, 'node_modules/typescript/bin/tsc'),
      ...options,
      '--outDir',
      'out',
      'example.ts',
    );
    expect(compiled.stdout).toBe('');
    expect(inFolder(process.execPath, 'out/example.js')).toMatchObject({ status: 0, stderr: '', stdout: output });
    expect(output).toBe('emitMissingRouteEvent\ndeliverPktLocally\nforwardPkt\nLast used timestamp: 10000000000\n');
  });

  it('can be required from CommonJS', () => {
    mkdirSync(join(folder, 'cjs'));
    writeFileSync(join(folder, 'cjs', 'main.cjs'), "console.log(new (require('mcast-lab').ManualClock)().nowNs());\n");
    expect(inFolder(process.execPath, 'cjs/main.cjs').stdout).toBe('0\n');
  });

  it('ships the example scripts, which pass', () => {
    const { status, stdout } = inFolder('sh', '-c', 'node_modules/.bin/mcast test node_modules/mcast-lab/examples/*.mcast');
    expect(stdout).toMatch(/^ok 1 - /m);
    expect({ status, failed: stdout.match(/^not ok.*/gm) }).toEqual({ status: 0, failed: null });
  });

  it('ships the lessons', () => {
    expect(inFolder('node_modules/.bin/mcast', 'lesson', 'start', '14').stdout).toContain('Lesson 14: Channels and groups');
  });

  it('ships the schema of sessions, and the licences of what is built in', () => {
    const inPackage = (name: string) => readFileSync(join(folder, 'node_modules/mcast-lab', name), 'utf8');
    expect(JSON.parse(inPackage('session.schema.json'))).toMatchObject({ title: 'mcast-lab session, version 2' });
    const licences = inPackage('dist/THIRD-PARTY-LICENSES.txt');
    for (const name of ['@oclif/core', 'chalk', 'string-width', '@inquirer/core']) expect(licences).toContain(`${name} `);
  });
});
