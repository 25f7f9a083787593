import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/commands/index.js';
import { createBench, PROGRAM } from './program.js';

const PAIR = '10.0.1.9 239.1.1.1';

/** A line of each command that only looks at a session, and its exit code on the standard session. */
const LOOKING: readonly (readonly [command: string, line: string, code: number])[] = [
  ['show', 'show', 0],
  ['route show', `route show ${PAIR}`, 1],
  ['explain', `explain ${PAIR} --iif eth1`, 0],
  ['explain route', `explain route ${PAIR}`, 1],
  ['draw', 'draw', 0],
  ['timeline', 'timeline', 0],
  ['expect route', `expect route ${PAIR}`, 3],
  ['expect pending', `expect pending ${PAIR}`, 3],
  ['expect interface', 'expect interface eth1', 0],
  ['expect event', 'expect event missingRoute', 3],
  ['expect timer', 'expect timer ipv4', 3],
  ['expect packet', 'expect packet dropped', 3],
  ['expect no route', 'expect no route', 0],
  ['expect no pending', 'expect no pending', 0],
  ['expect no interface', 'expect no interface eth9', 0],
  ['expect no event', 'expect no event', 0],
  ['expect no timer', 'expect no timer', 0],
  ['expect no packet', 'expect no packet', 0],
  ['expect last-packet', 'expect last-packet dropped', 3],
  ['expect counter', 'expect counter forwardingErrors = 0', 0],
  ['expect clock', 'expect clock = 0s', 0],
  ['expect forwarding', 'expect forwarding on --family ipv4', 0],
  ['expect refused', `expect refused ROUTE_NOT_FOUND -- route rm ${PAIR}`, 0],
  ['router list', 'router list', 0],
  ['link list', 'link list', 0],
  ['host list', 'host list', 0],
  ['unicast list', 'unicast list', 0],
  ['daemon list', 'daemon list', 0],
  ['diff', 'diff @0', 0],
  ['log', 'log', 0],
  ['log --script', 'log --script', 0],
  ['watch', 'watch --once', 0],
];

/** Commands that look at no session. */
const OTHERS = /^(?:compare|complete|completion|run|test|repl|tour|help|session|lesson)\b/;

it('names every command that only looks', () => {
  const looking = COMMANDS.filter(({ id, changes }) => !changes && !OTHERS.test(id)).map(({ id }) => id);
  const tested = new Set(LOOKING.map(([id]) => id));
  expect(looking.filter((id) => !tested.has(id))).toEqual([]);
});

describe('looking never creates', () => {
  it.each(LOOKING)('%s', (_, line, code) => {
    const bench = createBench();
    const named = line.replace(/(?= -- )|$/, ' --session dmeo');
    bench.line('init --session demo');
    const missing = bench.line(named);
    expect(missing).toMatchObject({ code: 4, stdout: '' });
    expect(missing.stderr).toMatch(/^mcast: there is no session dmeo\nhint: Did you mean demo\?/);
    const standard = bench.line(line);
    expect(standard.code).toBe(code);
    if (code === 0) expect(standard.stderr).toBe('mcast: session default was never started; this is the standard session\n');
    expect(readdirSync(join(bench.folder, 'data/sessions')).filter((name) => name.endsWith('.json'))).toEqual(['demo.json']);
  });

  it('does not even create the folder', () => {
    const bench = createBench();
    expect(bench.line('show routes').code).toBe(0);
    expect(existsSync(join(bench.folder, 'data'))).toBe(false);
  });

  it('says so in JSON', () => {
    const { error } = createBench().json('show --session ./lab.json');
    expect(error).toMatchObject({ code: 'SESSION_NOT_FOUND', message: 'there is no session ./lab.json' });
  });

  it('refuses a session that MCAST_SESSION, session use or a script names', () => {
    const bench = createBench();
    bench.line('init --session demo');
    bench.line('session use demo');
    rmSync(join(bench.folder, 'data/sessions/demo.json'));
    expect(bench.line('expect no pending')).toMatchObject({ code: 4, stdout: '' });
    const env = { ...bench.environment, MCAST_SESSION: 'dmeo' };
    expect(spawnSync(process.execPath, [PROGRAM, 'expect', 'no', 'pending'], { env }).status).toBe(4);
    expect(bench.run('run', '-c', 'show clock', '--session', 'dmeo')).toMatchObject({ code: 4, stdout: '' });
    expect(bench.line('session use dmeo')).toMatchObject({ code: 4, stdout: '' });
  });

  it('is quiet if asked', () => {
    expect(createBench().line('expect no pending --quiet')).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});
