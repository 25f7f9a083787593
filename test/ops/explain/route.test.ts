import { beforeEach, describe, expect, it } from 'vitest';
import { encodeLab } from '../../../src/codec/snapshot.js';
import { SECOND_NS } from '../../../src/core/clock.js';
import type { Lab } from '../../../src/core/lab.js';
import { standardLab } from '../../../src/core/lab.js';
import { RouteKey } from '../../../src/core/route.js';
import type { DoneCommand, ExplainRouteResult } from '../../../src/ops/explain/route.js';
import { explainRoute } from '../../../src/ops/explain/route.js';
import { renderExplainRoute, renderExplainRouteBriefly } from '../../../src/render/explain/route.js';
import { plainStyle } from '../../../src/render/style.js';
import { carryOutLine } from './remedies.js';

const KEY = new RouteKey('10.0.1.9', '239.1.1.1');
const ROUTE = 'route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2';
const PACKET = 'inject 10.0.1.9 239.1.1.1 --iif eth1';

let lab: Lab;

beforeEach(() => {
  lab = standardLab();
});

function done(...lines: readonly string[]): void {
  for (const line of lines) carryOutLine(lab, line);
}

/** Explains the route of KEY, having made sure that nothing is changed. */
function life(installedBy: DoneCommand | null = null): ExplainRouteResult {
  const before = encodeLab(lab);
  const result = explainRoute(lab, { key: KEY, installedBy });
  expect(encodeLab(lab)).toBe(before);
  return result;
}

describe('a pending entry', () => {
  it('began ten seconds before its deadline, and is swept by the first cleanup after it', () => {
    done('advance-clock 2s', PACKET, 'advance-clock 1s', PACKET);
    const result = life();
    expect(result).toMatchObject({ route: null, beganNs: 2 * SECOND_NS, installedBy: null });
    expect(result.seen.map(({ id, atNs }) => [id, atNs])).toEqual([
      [1, 2 * SECOND_NS],
      [2, 3 * SECOND_NS],
    ]);
    expect(result.coming).toEqual([
      { code: 'LAST_MOMENT', atNs: 12 * SECOND_NS },
      { code: 'EXPIRES', atNs: 12 * SECOND_NS + 1 },
      { code: 'SWEPT', atNs: 22 * SECOND_NS },
    ]);
    expect(renderExplainRoute(result, plainStyle).split('\n')).toEqual([
      '(10.0.1.9, 239.1.1.1) pending',
      '2s             began: a packet found no route, and the event missingRoute asked for one',
      '2s             packet 1 queued: there is no route (10.0.1.9, 239.1.1.1)',
      '3s             packet 2 queued: there is no route (10.0.1.9, 239.1.1.1)',
      'now 3s         holds 2 of 3 packets, 9s left',
      '12s            the last moment at which a route that is installed gets its packets',
      '12.000000001s  expired: it still takes packets, without an event, and a route that is installed loses them all',
      '22s            the cleanup sweeps it: its packets are lost, and the next one starts a new pending route, with an event',
    ]);
    const line = '(10.0.1.9, 239.1.1.1) pending; holds 2 of 3 packets, 9s left; swept at 22s if no route comes';
    expect(renderExplainRouteBriefly(result, plainStyle)).toBe(line);
  });

  it.each([
    ['that began when nothing was pending', 0, 0],
    ['that began with the cleanup running', 3 * SECOND_NS, 0],
    ['that expires just when a cleanup runs', 10 * SECOND_NS, 0],
    ['that is looked at late', 3 * SECOND_NS, 9 * SECOND_NS],
    ['that has expired', 3 * SECOND_NS, 10 * SECOND_NS + 1],
  ])('%s is swept when it is said to be', (_what, startNs, waitNs) => {
    done('inject 10.0.1.8 239.1.1.1 --iif eth1');
    lab.advance(startNs);
    done('inject 10.0.1.7 239.1.1.1 --iif eth1', PACKET);
    lab.advance(waitNs);
    const sweptNs = life().coming.find(({ code }) => code === 'SWEPT')?.atNs ?? 0;
    lab.advance(sweptNs - 1 - lab.clock.nowNs());
    expect(lab.routers.ipv4.pendingRoute(KEY)).not.toBeNull();
    lab.advance(1);
    expect(lab.routers.ipv4.pendingRoute(KEY)).toBeNull();
  });

  it.each([
    ['LAST_MOMENT', 1],
    ['EXPIRES', 0],
  ])('at %s a route gets %d packets', (code, flushed) => {
    done(PACKET);
    lab.advance(life().coming.find((coming) => coming.code === code)?.atNs ?? 0);
    expect(carryOutLine(lab, ROUTE)).toMatchObject({ flushed: { length: flushed } });
  });

  it('that has expired is still there, and says what it does', () => {
    done('inject 10.0.1.8 239.1.1.1 --iif eth1', 'advance-clock 5s', PACKET, 'advance-clock 11s');
    expect(life().coming).toEqual([{ code: 'SWEPT', atNs: 20 * SECOND_NS }]);
    expect(renderExplainRoute(life(), plainStyle)).toContain(
      'now 16s  holds 1 of 3 packets, expired 1s ago, swept in 4s: it still takes packets, no event asks for a route',
    );
    expect(renderExplainRouteBriefly(life(), plainStyle)).not.toContain('if no route comes');
  });
});

describe('an installed route', () => {
  it('does not end by itself', () => {
    done(PACKET, 'advance-clock 2s', ROUTE, 'advance-clock 1s', PACKET, 'inject 10.0.1.9 239.1.1.1 --iif eth4');
    const result = life({ line: ROUTE, atNs: 2 * SECOND_NS });
    expect(result).toMatchObject({ pending: null, beganNs: null, coming: [], installedBy: { line: ROUTE, atNs: 2 * SECOND_NS } });
    expect(renderExplainRoute(result, plainStyle).split('\n')).toEqual([
      '(10.0.1.9, 239.1.1.1) installed: eth1 → eth2',
      '0s      packet 1 queued: there is no route (10.0.1.9, 239.1.1.1)',
      `2s      installed by: mcast ${ROUTE}`,
      '2s      packet 1 forwarded to eth2 (TTL 63)',
      '3s      packet 2 forwarded to eth2 (TTL 63)',
      '3s      packet 3 dropped: it came in on eth4, and the route expects eth1',
      'now 3s  last used now; 3 packets matched, 84 bytes; 1 on a wrong interface',
      'next    nothing ends it by itself: it stays until it is replaced or removed, or forwarding of IPv4 is turned off',
    ]);
  });

  it('whose command is not known was installed when it was last used, or before', () => {
    done('advance-clock 2s', ROUTE, 'advance-clock 1s');
    expect(renderExplainRouteBriefly(life(), plainStyle)).toBe(
      '(10.0.1.9, 239.1.1.1) installed: eth1 → eth2; last used 1s ago; 0 packets matched, 0 bytes; 0 on a wrong interface; it was installed at 2s or before',
    );
  });
});

it('what is neither is refused', () => {
  expect(() => life()).toThrow(expect.objectContaining({ code: 'ROUTE_NOT_FOUND' }));
});
