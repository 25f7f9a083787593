import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLab, encodeLab } from '../../../src/codec/snapshot.js';
import { standardLab } from '../../../src/core/lab.js';
import { draw } from '../../../src/ops/draw.js';
import { drawSvg } from '../../../src/render/draw/svg.js';
import { busyLab } from '../../core/busy-lab.js';
import { labs, markable } from './random-lab.js';

const TAG = /<(\/?)([a-z]+)((?: [a-zA-Z:-]+="[^"<&]*(?:&(?:amp|lt|gt|quot|#39);[^"<&]*)*")*)(\/?)>/y;
const TEXT = /(?:[^<&]|&(?:amp|lt|gt|quot|#39);)+/y;

/** What is wrong with a piece of XML; null if it is well-formed. Knows what we write, and no more. */
function faultOf(xml: string): string | null {
  const open: string[] = [];
  for (let at = 0; at < xml.length; ) {
    TAG.lastIndex = at;
    TEXT.lastIndex = at;
    const tag = TAG.exec(xml);
    const found = tag ?? TEXT.exec(xml);
    if (found === null) return `cannot be read at ${xml.slice(at, at + 60)}`;
    const fault = tag === null ? null : faultOfTag(tag, open);
    if (fault !== null) return fault;
    at += found[0].length;
  }
  return open.length === 0 ? null : `<${open.at(-1)}> is not closed`;
}

/** @param open names of the elements that the tag stands in */
function faultOfTag([, closing, name = '', attributes = '', empty]: RegExpExecArray, open: string[]): string | null {
  const names = [...attributes.matchAll(/ ([a-zA-Z:-]+)="/g)].map(([, attribute]) => attribute);
  if (new Set(names).size < names.length) return `<${name}> has an attribute twice`;
  if (closing === '/') return open.pop() === name ? null : `</${name}> closes nothing`;
  if (empty === '') open.push(name);
  return null;
}

/** The colours that are used with a class: light as written, dark as the style says. */
function coloursOf(svg: string): Map<string, { readonly light: string; readonly dark: string }> {
  const dark = new Map(
    [...svg.matchAll(/\.m([fs])-(\w+)\{(?:fill|stroke):(#[0-9a-f]{6})\}/g)].map(([, , name = '', colour = '']) => [name, colour]),
  );
  const light = [...svg.matchAll(/fill="(#[0-9a-f]{6})"(?: stroke="[^"]*")? class="mf-(\w+)/g)].map(
    ([, colour = '', name = '']) => [name, colour] as const,
  );
  return new Map(light.map(([name, colour]) => [name, { light: colour, dark: dark.get(name) ?? 'none' }]));
}

/** Contrast of two colours, 1 to 21 (WCAG 2.2). */
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** A drawing with text in every colour: of a packet that got on in one place, and no further in another. */
function colourful(): string {
  return drawSvg(draw(busyLab(), { keys: null, packet: 1 }));
}

it.each(['<a>', '<a></b>', '<a b="1" b="2"/>', '<a b="<"/>', '<a>&</a>', 'a < b'])(
  'the test of XML finds that %s is none',
  (xml) => {
    expect(faultOf(xml)).not.toBeNull();
  },
);

describe('an SVG', () => {
  it('is well-formed, whatever the packets carry', () => {
    fc.assert(
      fc.property(labs({ min: 0, max: 16 }), (lab) => {
        for (const packet of markable(lab)) expect(faultOf(drawSvg(draw(lab, { keys: null, packet })))).toBeNull();
      }),
      { numRuns: 40 },
    );
  });

  it('has no character that acts on a terminal, or that XML may not have', () => {
    fc.assert(
      fc.property(labs({ min: 1, max: 4 }), (lab) => {
        expect(drawSvg(draw(lab, { keys: null, packet: null }))).not.toMatch(
          /[\0-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/,
        );
      }),
      { numRuns: 60 },
    );
  });

  it('says what it shows to those who do not see it', () => {
    const svg = drawSvg(draw(busyLab(), { keys: null, packet: null }));
    expect(svg).toContain('role="img" aria-labelledby="mcast-title mcast-desc"');
    expect(svg).toContain('<title id="mcast-title">Multicast router at 2s</title>');
    expect(svg).toMatch(/<desc id="mcast-desc">[^<]*\(10\.0\.1\.9, 239\.1\.1\.1\)[^<]*to eth2, min TTL 1[^<]*<\/desc>/);
  });

  it('is the same for the same lab, also when that was saved and read', () => {
    const lab = busyLab();
    const [once, again] = [lab, decodeLab(encodeLab(lab))].map((each) => drawSvg(draw(each, { keys: null, packet: null })));
    expect(again).toBe(once);
  });

  it('needs nothing from elsewhere', () => {
    expect(colourful().replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(
      /url\(|href|@import|@font-face|https?:|<script|<foreignObject/,
    );
  });

  it('is dark only where dark is asked for, and there every colour changes', () => {
    const svg = colourful();
    expect(svg).toContain('<style>@media (prefers-color-scheme:dark){');
    expect(svg.match(/<style>/g)).toHaveLength(1);
    const colours = coloursOf(svg);
    expect(colours.size).toBeGreaterThan(6);
    for (const { light, dark } of colours.values())
      expect([light, dark]).toEqual([expect.stringMatching(/^#/), expect.stringMatching(/^#/)]);
  });

  it.each(['light', 'dark'] as const)('has text with enough contrast to be read, %s', (mode) => {
    const svg = colourful();
    const colours = coloursOf(svg);
    const ofText = new Set([...svg.matchAll(/<text [^>]*class="mf-(\w+)"/g)].map(([, name = '']) => name));
    expect([...ofText].sort()).toEqual(['bad', 'faint', 'path', 'text', 'waiting']);
    for (const name of ofText) {
      for (const ground of ['page', 'router', 'box']) {
        const ratio = contrast(colours.get(name)?.[mode] ?? '#000000', colours.get(ground)?.[mode] ?? '#000000');
        expect(ratio, `${name} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  it('marks the path of a packet, and where it ends', () => {
    const plain = drawSvg(draw(busyLab(), { keys: null, packet: null }));
    const marked = colourful();
    expect(plain).not.toMatch(/class="[^"]*ms-path/);
    expect(marked).toMatch(/class="[^"]*ms-path/);
    expect(marked).toMatch(/class="[^"]*ms-bad/);
    expect(marked).toContain('packet 1 (10.0.1.9, 239.1.1.1) on eth1, TTL 64, at 1s: forwarded to');
  });

  it('of an empty router says that there is nothing', () => {
    const svg = drawSvg(draw(standardLab(0), { keys: null, packet: null }));
    expect(svg).toContain('>no interfaces<');
    expect(svg).toContain('>no routes<');
  });

  it('counts what it leaves out', () => {
    const lab = standardLab(40);
    for (let n = 1; n <= 30; n += 1) {
      lab.inject({ source: `10.0.1.${n + 8}`, group: '239.1.1.1', iif: 'eth1', ttl: 64, payload: new Uint8Array() });
    }
    const picture = draw(lab, { keys: null, packet: null });
    const shown = drawSvg(picture).match(/>pending: 10s left</g)?.length ?? 0;
    expect(shown).toBeGreaterThan(3);
    expect(drawSvg(picture)).toContain(`>and ${30 - shown} more pending, 24 more interfaces<`);
  });
});
