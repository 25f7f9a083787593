import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lab } from '../../../src/core/lab.js';
import { standardLab } from '../../../src/core/lab.js';
import { draw } from '../../../src/ops/draw.js';
import { drawDot } from '../../../src/render/draw/dot.js';
import { drawMermaid } from '../../../src/render/draw/mermaid.js';
import { busyLab } from '../../core/busy-lab.js';
import { labs, markable } from './random-lab.js';

const LABEL = '"[A-Za-z0-9 .,:()/_#;<>-]*"';

/** Every kind of line that a flowchart of ours has. A label has no character that means anything to Mermaid, but entities and line breaks. */
const MERMAID_LINES = [
  /^flowchart LR$/,
  /^ {2}%% [A-Za-z0-9 .,\u00b5]*$/,
  new RegExp(`^ +([icor]\\d+|more|told)\\[${LABEL}\\]$`),
  new RegExp(`^ {2}subgraph router\\[${LABEL}\\]$`),
  /^ {2}end$/,
  new RegExp(`^ {2}[ic]\\d+ (-->|-\\.->)\\|${LABEL}\\| [co]\\d+$`),
  /^ {2}linkStyle \d+ stroke:[a-z0-9#:,. -]*$/,
  /^ {2}classDef pending [a-z0-9#:,. -]*$/,
  /^ {2}class c\d+(,c\d+)* pending$/,
  /^ {2}classDef dim opacity:0\.5$/,
  /^ {2}class [io]\d+(,[io]\d+)* dim$/,
];

const STRING = '"(?:[^"\\\\]|\\\\.)*"';
const ATTRIBUTES = `\\[[a-z]+=(?:${STRING}|[a-z0-9.]+)(?:, [a-z]+=(?:${STRING}|[a-z0-9.]+))*\\]`;

/** Every kind of line that a graph of ours has. */
const DOT_LINES = [
  /^digraph mcast \{$/,
  new RegExp(`^ +(?:[a-z]+=(?:${STRING}|[A-Za-z0-9.]+); ?)+$`),
  new RegExp(`^ +(?:node|edge|[ico]\\d+) ${ATTRIBUTES};$`),
  new RegExp(`^ {2}[ic]\\d+ -> [co]\\d+ ${ATTRIBUTES};$`),
  /^ {2}\{ rank=same; [io]\d+( -> [io]\d+)+ \[style=invis\]; \}$/,
  /^ {2}subgraph cluster_router \{$/,
  /^ {2}\}$/,
  /^\}$/,
];

describe.each([
  { name: 'Mermaid', write: drawMermaid, lines: MERMAID_LINES },
  { name: 'Graphviz', write: drawDot, lines: DOT_LINES },
])('a graph for $name', ({ write, lines }) => {
  it('has no line that could mean anything else, whatever the packets carry', () => {
    fc.assert(
      fc.property(labs({ min: 0, max: 20 }), (lab) => {
        for (const packet of markable(lab)) {
          const strange = write(draw(lab, { keys: null, packet }))
            .split('\n')
            .filter((line) => !lines.some((known) => known.test(line)));
          expect(strange).toEqual([]);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('leads lines only to what it names', () => {
    fc.assert(
      fc.property(labs({ min: 1, max: 20 }), (lab) => {
        const text = write(draw(lab, { keys: null, packet: null }));
        const named = new Set([...text.matchAll(/^ +([ico]\d+) ?\[/gm)].map(([, id]) => id));
        const ends = [...text.matchAll(/^ {2}([ico]\d+) (?:->|-->|-\.->).*?([ico]\d+)(?: \[|$)/gm)].flatMap(([, from, to]) => [
          from,
          to,
        ]);
        expect(ends.filter((id) => !named.has(id))).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('marks the path of a packet, and where it ends', () => {
    const [plain, marked] = [null, 1].map((packet) => write(draw(busyLab(), { keys: null, packet })));
    expect(plain).not.toMatch(/#0550ae|#0969da/);
    expect(marked).toMatch(/#0550ae|#0969da/);
    expect(marked).toMatch(/#b3202a|#cf222e/);
  });
});

function manyRoutes(): Lab {
  const lab = standardLab();
  for (let n = 0; n < 100; n += 1) {
    lab.inject({ source: `10.0.1.${n + 2}`, group: '239.1.1.1', iif: 'eth1', ttl: 64, payload: new Uint8Array() });
  }
  return lab;
}

it('Graphviz gets everything, Mermaid as much as stays legible', () => {
  const picture = draw(manyRoutes(), { keys: null, packet: null });
  expect(drawDot(picture).match(/pending: 10s left/g)).toHaveLength(100);
  expect(drawMermaid(picture).match(/pending: 10s left/g)).toHaveLength(40);
  expect(drawMermaid(picture)).toContain('["and 60 more pending"]');
});

it.each([
  ['Mermaid', drawMermaid, '#34;#38;lt#59;#92;n#34;'],
  ['Graphviz', drawDot, '\\"&amp;lt;\\\\n\\"'],
])('a payload is shown by %s as it is', (_, write, written) => {
  const lab = standardLab();
  lab.inject({ source: '10.0.1.9', group: '239.1.1.1', iif: 'eth1', ttl: 64, payload: new TextEncoder().encode('&lt;\n') });
  expect(write(draw(lab, { keys: null, packet: null }))).toContain(`packet 1 on eth1, TTL 64 ${written}`);
});
