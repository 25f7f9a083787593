import { expect, it } from 'vitest';
import type { ErrorData } from '../../src/core/errors.js';
import { LabError } from '../../src/core/errors.js';
import { hintOf } from '../../src/execute/hints.js';

const NINE = Array.from({ length: 9 }, (_, n) => `eth${n + 1}`);

it.each<[ErrorData, string]>([
  [{ kind: 'family', family: 'ipv6' }, 'Turn it on with: mcast forwarding on --family ipv6'],
  [{ kind: 'history' }, 'To move it aside: mcast session check --repair'],
  [{ kind: 'interfaces', names: [] }, 'Add one with: mcast iface add eth1'],
  [{ kind: 'interfaces', names: ['eth1', 'eth2'] }, 'Interfaces: eth1, eth2.'],
  [{ kind: 'interfaces', names: NINE.slice(0, 8) }, 'Interfaces: eth1, eth2, eth3, eth4, eth5, eth6, eth7, eth8.'],
  [{ kind: 'interfaces', names: NINE }, 'Interfaces: eth1, eth2, eth3, eth4, eth5, eth6, eth7, eth8, ….'],
  [{ kind: 'packets', ids: [] }, 'Inject one with: mcast inject'],
  [{ kind: 'packets', ids: [3] }, 'The session remembers only packet 3; to see them: mcast show packets'],
  [{ kind: 'packets', ids: [3, 4] }, 'The session remembers packets 3, 4; to see them: mcast show packets'],
  [{ kind: 'route', among: 'installed' }, 'To see what there is: mcast show routes'],
  [{ kind: 'route', among: 'installed and pending' }, 'To see what there is: mcast show'],
  [{ kind: 'route', among: 'any installed' }, 'Add one with: mcast route add'],
  [
    { kind: 'time', atNs: 90_000_000_000 },
    'No route can have been used then; advance the clock first: mcast advance-clock --to 1m30s',
  ],
  [{ kind: 'zone' }, 'Remove the zone (from the % on); --iif names the interface.'],
])('an error about %j has its hint', (data, hint) => {
  expect(hintOf(new LabError('BAD_ADDRESS', 'wrong', null, data))).toBe(hint);
});

it.each([
  ['CLOCK_OVERFLOW', 'Nanoseconds are exact up to 104 days; start a new session with: mcast init --force'],
  ['INPUT_CANNOT_BE_OUTPUT', 'A packet is never sent back on its input interface; choose another --oif.'],
  ['MISSING_REQUIRED_FIELDS', 'Add one with: --oif eth2'],
  ['NOT_A_MEMBER', 'To see its groups: mcast show interfaces'],
  ['SESSION_CORRUPT', 'The file is unchanged. To see what can be restored: mcast session check'],
  ['SESSION_NOT_OURS', 'The file is unchanged. Choose another one with --session.'],
  ['SESSION_EXISTS', 'To replace it, add --force.'],
  ['SESSION_NOT_READABLE', 'Choose another session with --session or MCAST_SESSION.'],
  ['SESSION_NOT_WRITABLE', 'Choose another session with --session or MCAST_SESSION.'],
  ['SESSION_TOO_LARGE', 'The session is unchanged. To raise the limit, up to 500 MB: NODE_OPTIONS=--max-old-space-size=8192'],
  ['USAGE', null],
] as const)('%s without data has its hint', (code, hint) => {
  expect(hintOf(new LabError(code, 'wrong'))).toBe(hint);
});

it('the hint that an error brings along comes first', () => {
  expect(hintOf(new LabError('CLOCK_OVERFLOW', 'wrong', 'Send fewer.'))).toBe('Send fewer.');
});
