import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findInconsistency } from '../../src/codec/consistency.js';
import { splitRoutes } from '../../src/codec/lazy-routes.js';
import { decodeLab, encodeLab } from '../../src/codec/snapshot.js';
import type { Family } from '../../src/core/address.js';
import { FAMILIES } from '../../src/core/address.js';
import { asGvisor } from '../../src/core/gvisor/as-gvisor.js';
import type { Lab } from '../../src/core/lab.js';
import { standardLab } from '../../src/core/lab.js';
import { RouteKey } from '../../src/core/route.js';

const KEYS: Readonly<Record<Family, (n: number) => RouteKey>> = {
  ipv4: (n) => new RouteKey(`10.0.${n % 7}.${(n * 13) % 200}`, `239.1.${n % 3}.${n}`),
  ipv6: (n) => new RouteKey(`fc00:${(n % 7).toString(16)}::${n.toString(16)}`, `ff0e::${(n * 5).toString(16)}`),
};

function labOf(routes: readonly number[], family: Family): Lab {
  const lab = standardLab();
  lab.advance(1_000);
  for (const n of routes) install(lab, KEYS[family](n), n);
  return lab;
}

function install(lab: Lab, key: RouteKey, n: number): void {
  const oifs = n % 4 === 0 ? [3, 4] : [2];
  lab.routerOf(key).addRoute({ key, iif: 1, oifs: oifs.map((oif) => ({ oif, minTtl: n % 9 })) });
}

/** The same lab, with routes that are text still. */
function unread(lab: Lab): Lab {
  return decodeLab(encodeLab(lab));
}

/** The same lab again, from JSON of another form, so that every route is read. */
function read(lab: Lab): Lab {
  return decodeLab(JSON.stringify(JSON.parse(encodeLab(lab))));
}

const OPERATIONS: Readonly<Record<string, (lab: Lab, family: Family, n: number) => unknown>> = {
  add: (lab, family, n) => install(lab, KEYS[family](n), n + 1),
  remove: (lab, family, n) => asGvisor(lab.routers[family]).table.removeInstalledRoute(KEYS[family](n)),
  look: (lab, family, n) => lab.routers[family].installedRoute(KEYS[family](n))?.use ?? null,
  inject: (lab, family, n) => {
    const { source, group } = KEYS[family](n);
    const { outcome, state, reason } = lab.inject({ source, group, iif: 1, ttl: 5, payload: new Uint8Array() });
    return { outcome, state, reason };
  },
  touch: (lab, family, n) =>
    asGvisor(lab.routers[family]).installedRoute(KEYS[family](n))?.setLastUsedTimestamp(lab.clock.nowNs()),
  advance: (lab, _family, n) => lab.advance(n + 1),
  count: (lab, family) => lab.routers[family].installedCount,
  clear: (lab, family, n) => (n === 0 ? lab.routers[family].removeAllRoutes() : null),
};

const operations = fc.array(fc.tuple(fc.constantFrom(...Object.keys(OPERATIONS)), fc.nat(60)), { maxLength: 40 });
const routes = fc.uniqueArray(fc.nat(60), { maxLength: 40 });

describe.each(FAMILIES)('routes of a session file that are text still (%s)', (family) => {
  it('are read only if somebody asks', () => {
    const { table } = asGvisor(unread(labOf([1, 2, 3], family)).routers[family]);
    expect(splitRoutes(table.installedMap).stored?.count).toBe(3);
    expect(table.installedRoute(KEYS[family](2))).not.toBeNull();
    const { read, stored } = splitRoutes(table.installedMap);
    expect([stored?.count, table.installedCount]).toEqual([2, 3]);
    expect([...read].map(([{ text }]) => text)).toEqual([KEYS[family](2).text]);
    expect([...table.installedRoutes()].map(([{ text }]) => text).sort()).toEqual(
      [1, 2, 3].map((n) => KEYS[family](n).text).sort(),
    );
    expect(splitRoutes(table.installedMap).stored).toBeNull();
  });

  it('behave as routes that were read, whatever is done, and are written the same', () => {
    fc.assert(
      fc.property(routes, operations, (installed, done) => {
        const lab = labOf(installed, family);
        const [lazy, eager] = [unread(lab), read(lab)];
        for (const [name, n] of done) {
          expect(OPERATIONS[name]?.(lazy, family, n)).toEqual(OPERATIONS[name]?.(eager, family, n));
          expect(findInconsistency(lazy)).toBeNull();
        }
        expect(encodeLab(lazy)).toBe(encodeLab(eager));
        // Writing makes no difference to what comes after.
        expect(encodeLab(lazy)).toBe(encodeLab(eager));
        expect(encodeLab(unread(lazy))).toBe(encodeLab(eager));
      }),
      { seed: 19, numRuns: 400 },
    );
  });

  it('are all read once very many were asked for', () => {
    const lab = unread(labOf([1, 2, 3], family));
    const { table } = asGvisor(lab.routers[family]);
    for (let n = 0; n <= 1_000; n += 1) expect(table.installedRoute(KEYS[family](0))).toBeNull();
    expect(splitRoutes(table.installedMap).stored).toBeNull();
    expect(table.installedCount).toBe(3);
  });

  it.each<[string, (text: string) => string]>([
    ['two rows in each other’s place', swapRows],
    ['a row that stands there twice', (text) => text.replace(/( {10}\{"source".*\},\n)/, '$1$1')],
    ['a blank more', (text) => text.replace('"iif":1,', '"iif": 1,')],
    ['a number of another form', (text) => text.replace('"packets":0', '"packets":0.0')],
    ['a member more', (text) => text.replace('"packets":0', '"packets":0,"more":1')],
    ['more packets on a wrong interface than packets', (text) => text.replace('"wrongIf":0', '"wrongIf":7')],
    ['no outgoing interface', (text) => text.replace(/"oifs":\[[^\]]*\]/, '"oifs":[]')],
    [
      'a link-local group',
      (text) => text.replace(/"group":"(239|ff0e)[^"]*"/, `"group":"${family === 'ipv4' ? '224.0.0.9' : 'ff02::9'}"`),
    ],
    ['a use in the future', (text) => text.replace('"lastUsedNs":1000', '"lastUsedNs":1001')],
  ])('are as good as JSON, or as bad: %s', (_, change) => {
    const text = encodeLab(labOf([1, 2, 3], family));
    const changed = change(text);
    expect(changed).not.toBe(text);
    expect(outcomeOf(changed)).toBe(outcomeOf(JSON.stringify(JSON.parse(changed))));
  });
});

function swapRows(text: string): string {
  return text.replace(/( {10}\{"source".*\}),\n( {10}\{"source".*\}),\n/, '$2,\n$1,\n');
}

/** The text of what is read, or what is said about it. */
function outcomeOf(text: string): string {
  try {
    return encodeLab(decodeLab(text));
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
}
