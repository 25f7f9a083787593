import { describe, expect, it } from 'vitest';
import { Address } from '../../src/core/address.js';
import { SECOND_NS } from '../../src/core/clock.js';
import type { Lab } from '../../src/core/lab.js';
import { standardLab } from '../../src/core/lab.js';
import { RouteKey } from '../../src/core/route.js';
import type { RowFilter } from '../../src/ops/row-filter.js';
import { show } from '../../src/ops/show.js';

/** Packets 1 to 4: two wait for a route and leave, one arrives on a wrong interface, one is queued. */
function busy(): Lab {
  const lab = standardLab();
  const arrive = (source: string, iif: number) =>
    lab.inject({ source, group: '239.1.1.1', iif, ttl: 64, payload: new Uint8Array() });
  arrive('10.0.1.9', 1);
  arrive('10.0.1.9', 1);
  lab.advance(SECOND_NS);
  lab.routers.ipv4.addRoute({ key: new RouteKey('10.0.1.9', '239.1.1.1'), iif: 1, oifs: [{ oif: 2, minTtl: 1 }] });
  arrive('10.0.1.9', 4);
  arrive('10.0.1.8', 1);
  return lab;
}

function packetsOf(filter: RowFilter): string[] {
  const { packets = [] } = show(busy(), { sections: ['packets'], filter });
  return packets.map(({ id, outcome }) => `${id} ${outcome}`);
}

describe('packets', () => {
  it.each<[string, RowFilter, readonly string[]]>([
    ['all', {}, ['1 queued', '2 queued', '1 forwarded', '2 forwarded', '3 dropped', '4 queued']],
    ['of a source', { source: Address.parse('10.0.1.8') }, ['4 queued']],
    ['of another group', { group: Address.parse('239.1.1.2') }, []],
    ['on an interface, by name', { iif: 'eth4' }, ['3 dropped']],
    ['on an interface, by id', { iif: 4 }, ['3 dropped']],
    ['with an outcome', { outcome: 'forwarded' }, ['1 forwarded', '2 forwarded']],
    ['dropped for a reason', { reason: 'UNEXPECTED_INPUT_INTERFACE' }, ['3 dropped']],
    ['dropped for another', { reason: 'NO_BUFFER_SPACE' }, []],
    ['from a time on', { sinceNs: SECOND_NS }, ['1 forwarded', '2 forwarded', '3 dropped', '4 queued']],
    ['after a time', { sinceNs: SECOND_NS + 1 }, []],
    ['the newest', { last: 2 }, ['3 dropped', '4 queued']],
    ['the newest of a kind', { outcome: 'queued', last: 1 }, ['4 queued']],
    ['none', { last: 0 }, []],
  ])('%s', (_, filter, expected) => {
    expect(packetsOf(filter)).toEqual(expected);
  });

  it('of an interface that does not exist are refused', () => {
    expect(() => packetsOf({ iif: 'eth9' })).toThrow(expect.objectContaining({ code: 'UNKNOWN_INTERFACE' }));
  });
});

describe('the other sections', () => {
  it('are filtered by the same words', () => {
    const shown = (filter: RowFilter) => {
      const { routes = [], pending = [], events = [] } = show(busy(), { sections: ['routes', 'pending', 'events'], filter });
      return [routes.length, pending.length, events.length];
    };
    expect(shown({})).toEqual([1, 1, 3]);
    expect(shown({ source: Address.parse('10.0.1.8') })).toEqual([0, 1, 1]);
    expect(shown({ source: Address.parse('10.0.1.9') })).toEqual([1, 0, 2]);
    expect(shown({ iif: 'eth4' })).toEqual([0, 0, 1]);
    expect(shown({ last: 1 })).toEqual([1, 1, 1]);
  });
});
