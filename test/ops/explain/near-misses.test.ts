import { expect, it } from 'vitest';
import { standardLab } from '../../../src/core/lab.js';
import { RouteKey } from '../../../src/core/route.js';
import { explain } from '../../../src/ops/explain.js';
import { renderExplain } from '../../../src/render/explain.js';
import { plainStyle } from '../../../src/render/style.js';
import { carryOutLine } from './remedies.js';

const ROUTE = 'route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2';

/** What is almost right about a packet, as data and as text. */
function near(lines: readonly string[], source: string, group: string, iif: string): readonly [readonly object[], string] {
  const lab = standardLab();
  for (const line of lines) carryOutLine(lab, line);
  const result = explain(lab, { key: new RouteKey(source, group), iif, ttl: 64, payload: new Uint8Array() });
  const text = renderExplain(result, plainStyle, String);
  return [
    result.nearMisses,
    text
      .split('\n')
      .filter((line) => line.startsWith('! '))
      .join('\n'),
  ];
}

it('names a route of the same group for another source', () => {
  const [data, text] = near([ROUTE], '10.0.1.8', '239.1.1.1', 'eth1');
  expect(data).toMatchObject([{ code: 'ROUTE_OF_OTHER_SOURCE', route: { source: '10.0.1.9', iif: 'eth1' } }]);
  expect(text).toBe('! there is a route (10.0.1.9, 239.1.1.1), but it is for another source');
});

it.each([
  ['the source', [ROUTE], '10.0.1.9', '239.1.1.1'],
  ['another group', [ROUTE], '10.0.1.8', '239.1.1.2'],
  ['the group, too', [ROUTE, ROUTE.replace('.9', '.8')], '10.0.1.8', '239.1.1.1'],
])('is silent about a route of %s', (_, lines, source, group) => {
  expect(near(lines, source, group, 'eth1')).toEqual([[], '']);
});

it.each([
  ['10.0.1.9', '239.1.1.1'],
  ['fc00:1::9', 'ff0e::a'],
])('names RPF where %s arrives on an interface that is not on its subnet', (source, group) => {
  const [data, text] = near([], source, group, 'eth4');
  expect(data).toEqual([{ code: 'SOURCE_IN_OTHER_SUBNET', iif: 'eth4', subnetOf: 'eth1' }]);
  expect(text).toContain(`! RPF: ${source} is in the subnet of eth1, not of eth4`);
});

it.each([
  ['192.0.2.9', '239.1.1.1', 'eth4'],
  ['10.0.4.9', '239.1.1.1', 'eth4'],
  ['2001:db8::9', 'ff0e::a', 'eth4'],
  ['fc00:4:0:0:1::9', 'ff0e::a', 'eth4'],
])('is silent about %s, which is on no other subnet', (source, group, iif) => {
  expect(near([], source, group, iif)).toEqual([[], '']);
});

it('is silent where two interfaces share the subnet', () => {
  const added = 'iface add eth5 --address 10.0.1.2/24';
  expect(near([added], '10.0.1.9', '239.1.1.1', 'eth5')).toEqual([[], '']);
});
