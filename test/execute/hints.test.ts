import { expect, it } from 'vitest';
import type { ErrorData } from '../../src/core/errors.js';
import { LabError } from '../../src/core/errors.js';
import { hintOf } from '../../src/execute/hints.js';

const NINE = Array.from({ length: 9 }, (_, n) => `eth${n + 1}`);

it.each<[ErrorData, string]>([
  [{ kind: 'family', family: 'ipv6' }, 'Turn it on with: mcast forwarding on --family ipv6'],
  [{ kind: 'interfaces', names: [] }, 'Add one with: mcast iface add eth1'],
  [{ kind: 'interfaces', names: ['eth1', 'eth2'] }, 'There are eth1, eth2.'],
  [{ kind: 'interfaces', names: NINE.slice(0, 8) }, 'There are eth1, eth2, eth3, eth4, eth5, eth6, eth7, eth8.'],
  [{ kind: 'interfaces', names: NINE }, 'There are eth1, eth2, eth3, eth4, eth5, eth6, eth7, eth8, ….'],
  [{ kind: 'packets', ids: [] }, 'Send one with: mcast inject'],
  [{ kind: 'packets', ids: [3] }, 'Only packet 3 is known; see them with: mcast show packets'],
  [{ kind: 'packets', ids: [3, 4] }, 'Known are packets 3, 4; see them with: mcast show packets'],
  [{ kind: 'route', among: 'installed' }, 'See what there is with: mcast show routes'],
  [{ kind: 'route', among: 'installed and pending' }, 'See what there is with: mcast show'],
  [{ kind: 'route', among: 'any installed' }, 'Add one with: mcast route add'],
  [
    { kind: 'time', atNs: 90_000_000_000 },
    'A route cannot have been used yet; move the clock first: mcast advance-clock --to 1m30s',
  ],
  [{ kind: 'zone' }, 'Leave out the part from the % on: the interface is named with --iif.'],
])('an error about %j has its hint', (data, hint) => {
  expect(hintOf(new LabError('BAD_ADDRESS', 'wrong', null, data))).toBe(hint);
});

it.each([
  ['CLOCK_OVERFLOW', 'Nanoseconds are exact up to 104 days; start a new session with: mcast init --force'],
  ['INPUT_CANNOT_BE_OUTPUT', 'A packet never leaves by the interface it came from; choose another --oif.'],
  ['MISSING_REQUIRED_FIELDS', 'Add one with: --oif eth2'],
  ['NOT_A_MEMBER', 'See its groups with: mcast show interfaces'],
  ['SESSION_CORRUPT', 'The file is left as it is. See what can be restored with: mcast session check'],
  ['SESSION_NOT_OURS', 'The file is left as it is: choose another one with --session.'],
  ['USAGE', null],
] as const)('%s without data has its hint', (code, hint) => {
  expect(hintOf(new LabError(code, 'wrong'))).toBe(hint);
});

it('the hint that an error brings along comes first', () => {
  expect(hintOf(new LabError('CLOCK_OVERFLOW', 'wrong', 'Send fewer.'))).toBe('Send fewer.');
});
