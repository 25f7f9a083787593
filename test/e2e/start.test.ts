import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { converse } from './conversation.js';
import { createBench } from './program.js';

const ROOT = resolve(import.meta.dirname, '../..');
const EXAMPLE = ['emitMissingRouteEvent', 'deliverPktLocally', 'forwardPkt', 'Last used timestamp: 10000000000'];

describe("gVisor's documented example", () => {
  it('prints its four lines through the library', () => {
    const { status, stdout } = spawnSync(process.execPath, [join(ROOT, 'examples/gvisor-example.mjs')], { encoding: 'utf8' });
    expect({ status, lines: stdout.trimEnd().split('\n') }).toEqual({ status: 0, lines: EXAMPLE });
  });

  it('is what npm start runs last', () => {
    expect(readFileSync(join(ROOT, 'scripts/start.mjs'), 'utf8')).toContain("'gvisor-example.mjs'");
  });
});

describe('the tour', () => {
  it('shows every step at once in a pipe', () => {
    const { stdout } = createBench().line('tour');
    expect(stdout.match(/^\$ mcast \S+/gm)).toHaveLength(6);
    expect(stdout).toContain('mcast inject 10.0.1.9 239.1.1.1 --iif eth1');
  });

  it('shows one step for each space or return on a terminal', async () => {
    const talk = converse(createBench(), ['tour']);
    await talk.answer('next (1 of 6)', 'x ');
    await talk.answer('next (2 of 6)', '\r');
    await talk.answer('next (3 of 6)', '  ');
    await talk.answer('next (5 of 6)', ' ');
    const { code, screen } = await talk.end();
    expect(code).toBe(0);
    expect(screen).toContain('$ mcast route rm 10.0.1.9 239.1.1.1');
  });

  it.each([
    ['q', { code: 0, signal: 0 }],
    // As a program that does not handle Ctrl-C: to a shell, exit code 130.
    ['\u0003', { code: 0, signal: constants.signals.SIGINT }],
  ])('ends early with %j', async (key, how) => {
    const talk = converse(createBench(), ['tour']);
    await talk.answer('next (1 of 6)', key);
    const { screen, ...end } = await talk.end();
    expect(end).toEqual(how);
    expect(screen).not.toContain('$ mcast iface join');
  });
});
