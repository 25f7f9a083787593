import { describe, expect, it } from 'vitest';
import { cutInstalled } from '../../src/codec/installed-rows.js';
import { decodeLab, encodeLab } from '../../src/codec/snapshot.js';
import { LabError } from '../../src/core/errors.js';
import { busyLab } from '../core/busy-lab.js';

const BUSY = encodeLab(busyLab());
const ROW = '{"source":"10.0.1.9","group":"239.1.1.1","iif":1,';

/** The same JSON with other white space, so that its rows are read as any JSON is. */
function asAnyJson(text: string): string {
  return text.replaceAll('\n', '\n ');
}

/** What comes of a text: the lab's own text, or the sentence that refuses it. */
function read(text: string): string {
  try {
    return encodeLab(decodeLab(text));
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return error.message.startsWith('it is not JSON') ? 'it is not JSON' : error.message;
  }
}

/** The busy session with something else in place of what stands there. */
function busyWith(there: string | RegExp, other: string): string {
  const text = BUSY.replace(there, () => other);
  if (text === BUSY) throw new Error(`there is no ${there}`);
  return text;
}

const LAST_ROW = /\},\n( {10}\{"source":"10\.0\.1\.9".*)\n/;

describe('rows just as we write them, and as any JSON, are read as the same', () => {
  it.each([
    ['as they are', BUSY],
    ['no comma between two rows', busyWith(/\},\n( {10}\{"source":"10\.0\.1\.9")/, '}\n          {"source":"10.0.1.9"')],
    ['a comma behind the last row', busyWith(LAST_ROW, '},\n')],
    ['two commas', busyWith(/\},\n( {10}\{"source":"10\.0\.1\.9")/, '},,\n          {"source":"10.0.1.9"')],
    ['a row of nothing', busyWith(ROW, `{},\n          ${ROW}`)],
    ['a member twice', busyWith(ROW, `${ROW}"iif":1,`)],
    ['a member missing', busyWith(ROW, '{"source":"10.0.1.9","group":"239.1.1.1",')],
    ['a leading zero', busyWith(ROW, ROW.replace('"iif":1', '"iif":01'))],
    ['an interface 0', busyWith(ROW, ROW.replace('"iif":1', '"iif":0'))],
    ['an interface past the last', busyWith(ROW, ROW.replace('"iif":1', '"iif":2147483648'))],
    ['a number with an exponent', busyWith(ROW, ROW.replace('"iif":1', '"iif":1e0'))],
    ['a number below zero', busyWith('"wrongIf":1}', '"wrongIf":-1}')],
    ['a number that is minus zero', busyWith('"wrongIf":0}', '"wrongIf":-0}')],
    ['a number past the last that is exact', busyWith('"wrongIf":1}', '"wrongIf":9007199254740993}')],
    ['an address with a leading zero', busyWith(ROW, ROW.replace('10.0.1.9', '10.0.01.9'))],
    ['an address with a number above 255', busyWith(ROW, ROW.replace('10.0.1.9', '10.0.1.256'))],
    ['an address of the other family', busyWith(ROW, ROW.replace('10.0.1.9', 'fc00::1'))],
    ['an IPv6 address in capitals', busyWith('"fc00:1::9","group":"ff0e::a","iif"', '"FC00:1::9","group":"ff0e::a","iif"')],
    ['a letter as an escape', busyWith(ROW, ROW.replace('10.0.1.9', '\\u00310.0.1.9'))],
    ['no outgoing interface', busyWith(/"oifs":\[[^\]]*\]/, '"oifs":[]')],
    ['an outgoing interface with a minimum TTL of 256', busyWith('"minTtl":65', '"minTtl":256')],
    ['a bracket in an outgoing interface', busyWith('"minTtl":65', '"minTtl":[65]')],
    ['its family twice', busyWith('      "ipv4": {\n', '      "ipv4": {},\n      "ipv4": {\n')],
    [
      'its family twice, the other written in another way',
      busyWith('  "events": [', '  "ip\\u00764": {"forwarding":true},\n  "events": ['),
    ],
    ['its list twice', busyWith('    "pending": [', '    "installed": [],\n    "pending": [')],
    ['its list twice, the first one empty', busyWith('    "installed": [\n', '    "installed": [],\n    "installed": [\n')],
    ['an end too much', busyWith('    "pending": [', '    ],\n    "pending": [')],
    ['a text cut short among them', BUSY.slice(0, BUSY.indexOf(ROW) + 30)],
  ])('%s', (_what, text) => {
    expect(read(text)).toBe(read(asAnyJson(text)));
  });

  it('whatever character stands in the place of another one', () => {
    const from = BUSY.indexOf('    "installed": [\n');
    const to = BUSY.indexOf('    "pending"');
    for (let at = from; at < to; at += 1) {
      for (const other of ['', ',', '0', '}', '"']) {
        const text = BUSY.slice(0, at) + other + BUSY.slice(at + 1);
        expect(read(text), `${other} at ${at}`).toBe(read(asAnyJson(text)));
      }
    }
  });

  it('and only what is just so is cut out', () => {
    expect(cutInstalled(BUSY)?.installed[0]?.ipv4?.count).toBe(2);
    expect(cutInstalled(asAnyJson(BUSY))).toBeNull();
  });
});
