import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { converse } from './conversation.js';
import type { Bench } from './program.js';
import { createBench } from './program.js';
import { routerPicture } from './router-picture.js';

const ROOT = resolve(import.meta.dirname, '../..');

/** A route that has forwarded packet 1, and packet 2, which waits. */
function prepared(): Bench {
  const bench = createBench();
  bench.line('route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2 --oif eth3:65');
  bench.line('inject 10.0.1.9 239.1.1.1 --iif eth1');
  bench.line('inject 10.0.1.8 239.1.1.1 --iif eth1');
  return bench;
}

function sessionOf({ folder }: Bench): string {
  return readFileSync(join(folder, 'data/sessions/default.json'), 'utf8');
}

describe('draw', () => {
  it.each([
    ['text', 'router at 0s'],
    ['svg', '<svg xmlns='],
    ['mermaid', 'flowchart LR'],
    ['dot', 'digraph mcast {'],
  ])('--format %s', (format, beginning) => {
    const { code, stdout, stderr } = prepared().line(`draw --format ${format}`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n')[0]).toContain(beginning);
  });

  it.each([
    ['a.svg', '<svg '],
    ['a.SVG', '<svg '],
    ['a.dot', 'digraph '],
    ['a.gv', 'digraph '],
    ['a.mmd', 'flowchart '],
    ['a.mermaid', 'flowchart '],
    ['a.txt', '       + router'],
    ['a', '       + router'],
  ])('--output %s knows its format by the name', (name, beginning) => {
    const bench = prepared();
    expect(bench.line(`draw --output ${name}`)).toEqual({ code: 0, stdout: `drawn to ${name}\n`, stderr: '' });
    expect(readFileSync(join(bench.folder, name), 'utf8').startsWith(beginning)).toBe(true);
  });

  it('writes what it would print, in place of what was there', () => {
    const bench = prepared();
    writeFileSync(join(bench.folder, 'a.svg'), 'x'.repeat(100_000));
    bench.line('draw -o a.svg');
    expect(readFileSync(join(bench.folder, 'a.svg'), 'utf8')).toBe(bench.line('draw --format svg --output -').stdout);
    bench.line('draw --format dot -o a.svg');
    expect(readFileSync(join(bench.folder, 'a.svg'), 'utf8')).toBe(bench.line('draw --format dot').stdout);
  });

  it.each([
    ['a folder', 'sub', 'sub cannot be written: it is a folder'],
    ['a place in a folder that is not there', 'none/a.svg', 'none/a.svg cannot be written: no such folder'],
    ['the session itself', 'data/sessions/default.json', 'data/sessions/default.json is the session being drawn'],
    ['a link to the session', 'link.svg', 'link.svg is the session being drawn'],
  ])('does not write to %s', (_, path, message) => {
    const bench = prepared();
    mkdirSync(join(bench.folder, 'sub'));
    symlinkSync('data/sessions/default.json', join(bench.folder, 'link.svg'));
    const before = sessionOf(bench);
    const { code, stdout, stderr } = bench.run('draw', '--format', 'svg', '--output', path);
    expect({ code, stdout, message: stderr.split('\n')[0] }).toEqual({ code: 2, stdout: '', message: `mcast: ${message}` });
    expect(sessionOf(bench)).toBe(before);
  });

  it('refuses a file extension that no format has, unless a format is chosen', () => {
    const bench = prepared();
    expect(bench.run('draw', '-o', 'router.png')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('unknown file extension .png'),
    });
    expect(bench.run('draw', '--format', 'svg', '-o', 'router.png')).toMatchObject({ code: 0 });
  });

  it('draws several routes, and leaves nothing out if asked to', () => {
    const bench = prepared();
    bench.line('route add 10.0.1.9 239.1.1.7 --iif eth1 --oif eth2');
    const { stdout } = bench.line('draw --route 10.0.1.9 239.1.1.7 --route 10.0.1.9 239.1.1.1');
    expect(stdout).toMatch(/239\.1\.1\.1\).*239\.1\.1\.7\)/s);
    expect(bench.line('draw --all').code).toBe(0);
  });

  it('with --json is data, and the drawing unless a file has it', () => {
    const bench = prepared();
    const printed = bench.json('draw --format dot --packet 1');
    expect(printed).toMatchObject({ command: 'draw', format: 'dot', output: null, nowNs: 0, packet: { id: 1, along: 'route' } });
    expect(`${printed.drawing}\n`).toBe(bench.line('draw --format dot --packet 1').stdout);
    expect(bench.json('draw -o a.dot --packet 1')).toEqual({ ...printed, output: 'a.dot', drawing: null });
    expect(`${printed.drawing}\n`).toBe(readFileSync(join(bench.folder, 'a.dot'), 'utf8'));
  });

  it('--route draws one, wherever its words stand', () => {
    const bench = prepared();
    const drawn = bench.line('draw --route 10.0.1.8 239.1.1.1');
    expect(drawn.stdout).toContain('(10.0.1.8, 239.1.1.1)');
    expect(drawn.stdout).not.toContain('(10.0.1.9');
    expect(bench.line('draw 10.0.1.8 --route 239.1.1.1')).toEqual(drawn);
    expect(bench.line('draw --route --format text 10.0.1.8 239.1.1.1')).toEqual(drawn);
  });

  it.each([
    ['draw --packet 3', 1, 'packet 3 has not arrived yet'],
    ['draw --packet 0', 2, '--packet must be a whole number from 1 to 9007199254740991, not "0"'],
    ['draw --route 10.0.1.7 239.1.1.1', 1, 'there is no route (10.0.1.7, 239.1.1.1), installed or pending'],
    ['draw --route 10.0.1.7', 2, 'GROUP is missing; --route requires it'],
    ['draw --route', 2, 'SOURCE is missing; --route requires it'],
    ['draw 10.0.1.9 239.1.1.1', 2, 'SOURCE "10.0.1.9" is allowed only with --route'],
    ['draw --route 10.0.1.9 239.1.1.1 --packet 1', 2, '--route and --packet are mutually exclusive'],
    ['draw --route 10.0.1.9 ff0e::a', 2, 'source 10.0.1.9 and group ff0e::a are of different families'],
    ['draw --format png', 2, 'unknown value "png" of --format; choose text, svg, mermaid or dot'],
    ['draw --output', 2, '--output requires a value: FILE'],
  ])('%s is refused', (line, code, message) => {
    const bench = prepared();
    const ran = bench.line(line);
    expect({ code: ran.code, stdout: ran.stdout, message: ran.stderr.split('\n')[0] }).toEqual({
      code,
      stdout: '',
      message: `mcast: ${message}`,
    });
  });

  it('leaves no file behind where it is refused', () => {
    const bench = prepared();
    bench.line('draw --packet 99 --output a.svg');
    expect(existsSync(join(bench.folder, 'a.svg'))).toBe(false);
  });

  it('shows the standard session if none was started, and says so', () => {
    const bench = createBench();
    expect(bench.line('draw').stderr).toBe('mcast: session default was never started; this is the standard session\n');
    expect(existsSync(join(bench.folder, 'data'))).toBe(false);
  });

  it('works in a script, where a refusal can be expected', () => {
    const bench = prepared();
    writeFileSync(
      join(bench.folder, 'a.mcast'),
      'advance-clock 1s\ndraw --output a.txt\ntimeline\nexpect refused PACKET_NOT_FOUND -- draw --packet 9\nexpect refused USAGE -- draw --route\n',
    );
    expect(bench.line('run a.mcast')).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(join(bench.folder, 'a.txt'), 'utf8')).toContain('router at 1s');
    expect(bench.run('expect', 'refused', 'ROUTE_NOT_FOUND', '--', 'draw', '--packet', '1').code).toBe(3);
  });

  it('is drawn with lines on a terminal, and with plain characters where lines cannot be', async () => {
    expect((await converse(prepared(), ['draw', '--packet', '1']).end()).screen).toContain('━▶ eth2');
    expect((await converse(prepared(), ['draw', '--packet', '1', '--no-color']).end()).screen).toContain('=> eth2');
  });
});

describe('timeline', () => {
  it('is rows, and data', () => {
    const bench = prepared();
    expect(bench.line('timeline').stdout).toContain('~ 20s  in 20s  IPv4 cleanup removes (10.0.1.8, 239.1.1.1) with 1 packet');
    expect(bench.json('timeline')).toMatchObject({
      command: 'timeline',
      nowNs: 0,
      coming: [
        { atNs: 10_000_000_000, kind: 'deadline', source: '10.0.1.8', group: '239.1.1.1', packets: 1 },
        { atNs: 10_000_000_000, kind: 'cleanup', family: 'ipv4', removes: [] },
        { atNs: 20_000_000_000, kind: 'cleanup', removes: [{ source: '10.0.1.8', group: '239.1.1.1', packets: 1 }] },
      ],
    });
  });
});

it.each(['draw', 'draw --packet 2', 'draw --output a.svg', 'timeline'])('%s leaves the session byte for byte', (line) => {
  const bench = prepared();
  const before = [sessionOf(bench), bench.line('log').stdout];
  expect(bench.line(line).code).toBe(0);
  expect([sessionOf(bench), bench.line('log').stdout]).toEqual(before);
});

it('the picture in docs/drawing.md is what its lines draw', () => {
  expect(readFileSync(join(ROOT, 'docs/router.svg'), 'utf8')).toBe(routerPicture(ROOT));
});
