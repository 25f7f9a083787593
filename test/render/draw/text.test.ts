import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { terminalStyle } from '../../../src/cli/lazy/terminal-style.js';
import type { Lab } from '../../../src/core/lab.js';
import { standardLab } from '../../../src/core/lab.js';
import { RouteKey } from '../../../src/core/route.js';
import { draw } from '../../../src/ops/draw.js';
import { drawText } from '../../../src/render/draw/text.js';
import type { Style } from '../../../src/render/style.js';
import { plainStyle } from '../../../src/render/style.js';
import { widthOf } from '../../../src/render/width.js';
import { labs, markable } from './random-lab.js';

/** Drawn, without colour. */
const DRAWN: Style = { ...plainStyle, drawsLines: true };

function small(): Lab {
  const lab = standardLab(3);
  const key = new RouteKey('10.0.1.9', '239.1.1.1');
  lab.routers.ipv4.addRoute({
    key,
    iif: 'eth1',
    oifs: [
      { oif: 'eth2', minTtl: 1 },
      { oif: 'eth3', minTtl: 65 },
    ],
  });
  lab.inject({ ...key, source: key.source, group: key.group, iif: 'eth1', ttl: 64, payload: new Uint8Array() });
  lab.inject({ source: '10.0.1.8', group: '239.1.1.1', iif: 'eth3', ttl: 64, payload: new TextEncoder().encode('h\u001bi') });
  return lab;
}

describe('a drawing for a terminal', () => {
  it('is drawn with lines', () => {
    expect(drawText(draw(small(), { keys: null, packet: 1 }), DRAWN).split('\n')).toEqual([
      'packet 1 (10.0.1.9, 239.1.1.1) on eth1, TTL 64, at 0s: forwarded to eth2 (TTL',
      '63); not to eth3: TTL 64 is below its minimum 65',
      '',
      '       ┌ router at 0s ──────────────────────────────────────────────────┐',
      '       │ IPv4 forwarding on, IPv6 forwarding on                         │',
      '       ├────────────────────────────────────────────────────────────────┤',
      '       │ (10.0.1.9, 239.1.1.1)                                          │',
      '       │ last used now, 1 packet                                        │',
      'eth1 ━━┿━━┬━ min TTL 1, left with TTL 63 ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┿━▶ eth2',
      '       │  └┄ min TTL 65, TTL 64 is below 65 ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄✗ eth3',
      '       ├────────────────────────────────────────────────────────────────┤',
      '       │ (10.0.1.8, 239.1.1.1)                                          │',
      '       │ pending: 10s left                                              │',
      '       │ ■ □ □  1 of 3                                                  │',
      'eth3 ──┼─▶ packet 2 on eth3, TTL 64 "h\\x1bi"                            │',
      '       └────────────────────────────────────────────────────────────────┘',
      '',
      'eth1  10.0.1.1/24, fc00:1::1/64',
      'eth2  10.0.2.1/24, fc00:2::1/64',
      'eth3  10.0.3.1/24, fc00:3::1/64',
    ]);
  });

  it('has nothing but ASCII of its own where lines cannot be drawn', () => {
    expect(drawText(draw(small(), { keys: null, packet: 1 }), plainStyle)).toMatch(/^[\n\x20-\x7e]*$/);
  });

  it('says the same in colour', () => {
    const picture = draw(small(), { keys: null, packet: 1 });
    const plain = drawText(picture, terminalStyle).replaceAll(/\u001b\[[0-9;]*m/g, '');
    expect(plain).toBe(drawText(picture, DRAWN));
  });

  it('fits in 80 columns, its frame is whole, and nothing in it acts on the terminal', () => {
    fc.assert(
      fc.property(labs({ min: 0, max: 20 }), (lab) => {
        for (const packet of markable(lab)) {
          for (const style of [plainStyle, DRAWN]) {
            const text = drawText(draw(lab, { keys: null, packet }), style);
            expect(text).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{M}/u);
            const lines = text.split('\n');
            expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(80);
            checkFrame(lines);
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});

/** Every line from the upper to the lower edge has a border in the columns of the upper corners. */
function checkFrame(lines: readonly string[]): void {
  const top = lines.findIndex((line) => / router at /.test(line) && /^ *[┌+]/.test(line));
  const left = (lines[top] ?? '').search(/[┌+]/);
  const width = widthOf(lines[top] ?? '');
  const bottom = lines.findIndex(
    (line, index) => index > top && /^ *(└─*┘|\+-*\+)$/.test(line) && (lines[index + 1] ?? '') === '',
  );
  expect(bottom).toBeGreaterThan(top);
  for (const line of lines.slice(top, bottom + 1)) {
    const cells = cellsOf(line);
    expect(cells[left], line).toMatch(/[┌│├┼┿└+|]/);
    expect(cells[width - 1], line).toMatch(/[┐│┤┼┿┘+|]/);
  }
}

/** The characters of a line by their columns; a wide one takes two. */
function cellsOf(line: string): string[] {
  return Array.from(line).flatMap((character) => (widthOf(character) === 2 ? [character, ''] : [character]));
}
