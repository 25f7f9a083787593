import { describe, expect, it } from 'vitest';
import { decodeLab, encodeLab, FORMAT, VERSION } from '../../src/codec/snapshot.js';
import { MAX_TIME_NS, SECOND_NS } from '../../src/core/clock.js';
import { COUNTER_NAMES } from '../../src/core/counters.js';
import { Interface } from '../../src/core/interface.js';
import { Lab, standardLab } from '../../src/core/lab.js';
import { DEFAULT_JOURNAL_SIZE as JOURNAL_SIZE, MAX_JOURNAL_SIZE } from '../../src/core/newest.js';
import { RouteKey } from '../../src/core/route.js';
import { busyLab } from '../core/busy-lab.js';
import { editJson, editMembers } from './json-edit.js';

const BUSY = encodeLab(busyLab());

/** A session with a value in place of another one, or none in its place if it is undefined. */
function busyWith(path: string, value: unknown): string {
  return editJson(BUSY, path, () => value);
}

/** A session in which the row of a list stands a second time, with some of its members changed. */
function busyWithAnother(list: string, row: number, changes: object): string {
  return editJson(BUSY, list, (rows) => (Array.isArray(rows) ? [...rows, { ...rows[row], ...changes }] : rows));
}

function expectCorrupt(text: string, message: unknown): void {
  expect(() => decodeLab(text)).toThrow(expect.objectContaining({ code: 'SESSION_CORRUPT', message }));
}

function labAtEnd(): Lab {
  const lab = standardLab();
  lab.clock.advance(MAX_TIME_NS - 20 * SECOND_NS);
  lab.inject({ source: '10.0.1.9', group: '239.1.1.1', iif: 1, ttl: 64, payload: new Uint8Array() });
  return lab;
}

function labWithEveryEvent(): Lab {
  const lab = standardLab(4, { maxPendingQueueSize: 255 });
  lab.routers.ipv4.addRoute({ key: new RouteKey('10.0.1.9', '239.1.1.1'), iif: 1, oifs: [{ oif: 2, minTtl: 1 }] });
  for (let n = 0; n < 2 * JOURNAL_SIZE; n += 1) {
    lab.inject({ source: '10.0.1.9', group: '239.1.1.1', iif: 3, ttl: 64, payload: new Uint8Array() });
  }
  return lab;
}

function labWithTimersOfOneMoment(): Lab {
  const lab = standardLab();
  lab.inject({ source: 'fc00:1::9', group: 'ff0e::a', iif: 1, ttl: 64, payload: new Uint8Array() });
  lab.inject({ source: '10.0.1.9', group: '239.1.1.1', iif: 1, ttl: 64, payload: new Uint8Array() });
  return lab;
}

describe('a lab is read back as it was written', () => {
  it.each([
    ['an empty one', new Lab()],
    ['the standard one', standardLab()],
    ['the largest standard one', standardLab(255)],
    ['one with some of everything', busyLab()],
    ['one with another configuration', new Lab({ maxPendingQueueSize: 0, anyAddress: true })],
    ['one at the end of its clock, with deadlines beyond it', labAtEnd()],
    ['one that dropped events', labWithEveryEvent()],
  ])('%s', (_what, lab) => {
    const text = encodeLab(lab);
    expect(encodeLab(decodeLab(text))).toBe(text);
  });

  it('with timers of one moment in the order in which they were armed', () => {
    const restored = decodeLab(encodeLab(labWithTimersOfOneMoment()));
    expect(restored.timers().map(({ family }) => family)).toEqual(['ipv6', 'ipv4']);
    const families = restored.advance(100 * SECOND_NS).map(({ key }) => key.group.family);
    expect(families).toEqual(['ipv6', 'ipv4']);
  });

  it('in whatever order its members and rows stand', () => {
    const document = JSON.parse(BUSY);
    const reversed = Object.fromEntries(Object.entries(document).reverse());
    const [router] = document.routers;
    const routers = [{ ...Object.fromEntries(Object.entries(router).reverse()), interfaces: router.interfaces.toReversed() }];
    expect(encodeLab(decodeLab(JSON.stringify({ ...reversed, routers })))).toBe(BUSY);
  });

  it('in canonical form, in whatever form its addresses stand', () => {
    expect(encodeLab(decodeLab(busyWith('routers[0].ipv6.installed[0].source', 'FC00:0001:0::9')))).toBe(BUSY);
  });
});

describe('a session file', () => {
  it('bears its format and version', () => {
    expect([FORMAT, VERSION]).toEqual(['mcast-lab session', 2]);
    expect(JSON.parse(BUSY)).toMatchObject({ format: FORMAT, version: VERSION });
  });

  it('has one line for each row of a list', () => {
    const lab = new Lab({ maxPendingQueueSize: 5 });
    const forwarding = { ipv4: true, ipv6: false };
    lab.interfaces.add(new Interface({ id: 7, name: 'eth7', addresses: [], forwarding }, []));
    const names = COUNTER_NAMES.filter((name) => !['forwardingInitializingSource', 'ipReversePathFilter'].includes(name));
    const counters = names.map((name) => `          "${name}": 0`).join(',\n');
    const stack = `{
        "forwarding": false,
        "counters": {
${counters}
        },
        "cleanupRunning": false,
        "installed": [],
        "pending": []
      }`;
    expect(encodeLab(lab)).toBe(`{
  "format": "mcast-lab session",
  "version": 2,
  "nowNs": 0,
  "maxPendingQueueSize": 5,
  "anyAddress": false,
  "nextPacketId": 1,
  "nextEventNumber": 1,
  "timers": [],
  "routers": [
    {
      "name": "r1",
      "stack": "gvisor-2022",
      "interfaces": [
        {"id":7,"name":"eth7","addresses":[],"forwarding":{"ipv4":true,"ipv6":false},"groups":[]}
      ],
      "ipv4": ${stack},
      "ipv6": ${stack}
    }
  ],
  "links": [],
  "hosts": [],
  "inFlight": [],
  "events": [],
  "packets": []
}
`);
  });
});

describe('what is not JSON is corrupt', () => {
  it.each([
    ['no JSON', 'nonsense'],
    ['zeros', '\0'.repeat(100)],
    ['a byte order mark before it', `\ufeff${BUSY}`],
    ['something after it', `${BUSY}x`],
    ['two sessions', BUSY + BUSY],
    ['a comment', `// mine\n${BUSY}`],
  ])('%s', (_what, text) => {
    expectCorrupt(text, expect.stringMatching(/^it is not JSON: ./));
  });

  it.each(['', ' ', '\n\n'])('an empty file: %j', (text) => {
    expectCorrupt(text, 'it is empty');
  });

  it('a file cut short anywhere', () => {
    const length = BUSY.trimEnd().length;
    for (let end = 1; end < length; end += 1) expectCorrupt(BUSY.slice(0, end), expect.stringMatching(/^it is not JSON: ./));
    expect(encodeLab(decodeLab(BUSY.slice(0, length)))).toBe(BUSY);
  });

  it.each([
    ['', 'an empty file'],
    ['x', 'no JSON'],
    [busyWith('routers[0].ipv4.pending[1].packets[0].payload', undefined), 'a packet without a payload'],
    [busyWith('nowNs', 0), 'what no lab can be'],
  ])('with the code whose hint says that nothing is lost', (text) => {
    expect(() => decodeLab(text)).toThrow(expect.objectContaining({ code: 'SESSION_CORRUPT', hint: null, data: null }));
  });

  it.each(['\u001b[2J', '{"a":\u001b[2J}', '{\n"a":\n\u202e}', '[\u0000]'])('and nothing of %j acts on a terminal', (text) => {
    const message = expect.stringMatching(/^[\x20-\x7e]+$/);
    expectCorrupt(text, message);
  });
});

describe('what is JSON, but no session of this program, is told apart', () => {
  it.each([
    ['null', 'null'],
    ['a number', '1'],
    ['text', '"mcast-lab session"'],
    ['a list', '["mcast-lab session"]'],
    ['an empty object', '{}'],
    ['a package', '{"name":"mcast-lab","version":"1"}'],
    ['another format', busyWith('format', 'mcast-lab trace')],
    ['a format that is nearly ours', busyWith('format', 'mcast-lab session ')],
    ['a format that is no text', busyWith('format', ['mcast-lab session'])],
    ['no format', busyWith('format', undefined)],
    ['a format of a prototype', `{"__proto__":${BUSY}}`],
    ['another format and a newer version', '{"format":"other","version":2}'],
  ])('%s', (_what, text) => {
    expect(() => decodeLab(text)).toThrow(
      expect.objectContaining({
        code: 'SESSION_NOT_OURS',
        message: 'it is not an mcast session file: its "format" is not "mcast-lab session"',
      }),
    );
  });
});

describe('a newer version is told apart, whatever else stands there', () => {
  it.each([3, 4, 2 ** 53])('%d', (version) => {
    const newer = expect.objectContaining({
      code: 'SESSION_NEWER_VERSION',
      message: `it has version ${version}, but this program reads only versions up to 2`,
      hint: 'Use the version of mcast that wrote it, or a newer one.',
    });
    expect(() => decodeLab(busyWith('version', version))).toThrow(newer);
    expect(() => decodeLab(JSON.stringify({ format: FORMAT, version, future: [] }))).toThrow(newer);
  });

  it.each([
    [0, '0'],
    [-1, '-1'],
    [1.5, '1.5'],
    [2.5, '2.5'],
    ['1', '1'],
    ['\u001b[31m', '\\x1b[31m'],
    [null, 'null'],
    [undefined, 'undefined'],
  ])('but %j is no version', (version, shown) => {
    expectCorrupt(busyWith('version', version), `its "version" is "${shown}", which is not a valid version`);
  });

  it.each([[[2]], [{}], [{ toString: null }]])('nor is %j', (version) => {
    expectCorrupt(busyWith('version', version), expect.stringContaining('not a valid version'));
  });
});

describe('what has not the shape of a session is corrupt, and the message says where', () => {
  const TIME = 'a whole number from 0 to 9007199254740991';
  const DEADLINE = 'a whole number from 0 to 9007209254740992';
  const BYTE = 'a whole number from 0 to 255';
  const ID = 'a whole number from 1 to 2147483647';
  const NUMBER = 'a whole number from 1 to 9007199254740991';

  it.each<[string, unknown, string]>([
    ['nowNs', -1, TIME],
    ['nowNs', 0.5, TIME],
    ['nowNs', 2 ** 53, TIME],
    ['nowNs', '0', TIME],
    ['nowNs', null, TIME],
    ['maxPendingQueueSize', -1, BYTE],
    ['maxPendingQueueSize', 256, BYTE],
    ['anyAddress', 0, 'true or false'],
    ['anyAddress', 'false', 'true or false'],
    ['nextPacketId', 0, NUMBER],
    ['nextPacketId', 2 ** 53, NUMBER],
    ['nextEventNumber', 0, NUMBER],
    ['routers[0].interfaces', {}, 'a list'],
    ['routers[0].interfaces', null, 'a list'],
    ['routers[0].interfaces[0]', [], 'an object'],
    ['routers[0].interfaces[3]', null, 'an object'],
    ['routers[0].interfaces[1].id', 0, ID],
    ['routers[0].interfaces[1].id', 2 ** 31, ID],
    ['routers[0].interfaces[1].addresses', '10.0.1.1/24', 'a list'],
    ['routers[0].interfaces[1].addresses[1]', 7, 'text'],
    ['routers[0].interfaces[1].forwarding', true, 'an object'],
    ['routers[0].interfaces[1].forwarding.ipv6', 1, 'true or false'],
    ['routers[0].interfaces[0].groups[1].group', null, 'text'],
    ['routers[0].interfaces[0].groups[1].joins', 0, 'a whole number of at least 1'],
    ['routers[0].interfaces[0].groups[1].joins', 1.5, 'a whole number of at least 1'],
    ['timers[0]', 'cleanup', 'an object'],
    ['timers[0].kind', 'expiry', '"cleanup"'],
    ['timers[1].family', 'ipx', '"ipv4" or "ipv6"'],
    ['timers[1].firesAtNs', -1, DEADLINE],
    ['timers[1].firesAtNs', 9_007_209_254_740_994, DEADLINE],
    ['routers[0].ipv4', [], 'an object'],
    ['routers[0].ipv4.forwarding', null, 'true or false'],
    ['routers[0].ipv4.counters', null, 'an object'],
    ['routers[0].ipv4.counters.packetsReceived', -1, TIME],
    ['routers[0].ipv6.counters.forwardingErrors', 2 ** 53, TIME],
    ['routers[0].ipv6.cleanupRunning', 'yes', 'true or false'],
    ['routers[0].ipv4.installed', {}, 'a list'],
    ['routers[0].ipv4.installed[1].source', 167_772_425, 'text'],
    ['routers[0].ipv4.installed[1].iif', '1', ID],
    ['routers[0].ipv4.installed[1].oifs', {}, 'a list'],
    ['routers[0].ipv4.installed[1].oifs[2].id', 0, ID],
    ['routers[0].ipv4.installed[1].oifs[2].minTtl', 256, BYTE],
    ['routers[0].ipv4.installed[1].oifs[2].minTtl', -1, BYTE],
    ['routers[0].ipv4.installed[1].lastUsedNs', 0.5, TIME],
    ['routers[0].ipv4.installed[1].packets', -1, TIME],
    ['routers[0].ipv4.installed[1].bytes', -1, TIME],
    ['routers[0].ipv4.installed[1].wrongIf', -1, TIME],
    ['routers[0].ipv4.pending[1].group', {}, 'text'],
    ['routers[0].ipv4.pending[1].expiresNs', -1, DEADLINE],
    ['routers[0].ipv4.pending[1].packets', 3, 'a list'],
    ['routers[0].ipv4.pending[1].packets[2].id', -1, TIME],
    ['routers[0].ipv4.pending[1].packets[2].iif', 0, ID],
    ['routers[0].ipv4.pending[1].packets[2].ttl', 256, BYTE],
    ['routers[0].ipv4.pending[1].packets[1].payload', null, 'text'],
    ['routers[0].ipv6.pending[0].packets[0].payload', 7, 'text'],
    ['events', null, 'a list'],
    ['events[3].number', 0, 'a whole number of at least 1'],
    ['events[3].atNs', -1, TIME],
    ['events[3].type', 'wrongIf', '"missingRoute" or "unexpectedInputInterface"'],
    ['events[3].source', null, 'text'],
    ['events[3].iif', 0, ID],
    ['events[0].expectedIif', 2 ** 31, 'a whole number from -32 to 2147483647'],
  ])('%s is %j', (path, value, wanted) => {
    expectCorrupt(busyWith(path, value), `${path} must be ${wanted}`);
  });

  it.each<[string, unknown, string]>([
    ['routers[0].interfaces[0].name', '1', 'must match ^[A-Za-z_][A-Za-z0-9_.-]{0,14}$'],
    ['routers[0].interfaces[0].name', 'a'.repeat(16), 'must match ^[A-Za-z_][A-Za-z0-9_.-]{0,14}$'],
    ['routers[0].interfaces[0].addresses[0]', '1'.repeat(51), 'must have at most 50 characters'],
    ['routers[0].ipv6.pending[0].source', ':'.repeat(51), 'must have at most 50 characters'],
    ['routers[0].ipv4.pending[1].packets[2].payloadHex', '', 'must match ^([0-9a-f]{2})+$'],
    ['routers[0].ipv4.pending[1].packets[2].payloadHex', '6', 'must match ^([0-9a-f]{2})+$'],
    ['routers[0].ipv4.pending[1].packets[2].payloadHex', 'FF', 'must match ^([0-9a-f]{2})+$'],
    ['routers[0].ipv4.pending[0].packets', [], 'must have 1 to 255 rows'],
    ['routers[0].ipv4.pending[0].packets', new Array(256).fill({ id: 8, iif: 1, ttl: 64 }), 'must have 1 to 255 rows'],
    ['routers', [], 'must have 1 or more rows'],
    ['events', new Array(MAX_JOURNAL_SIZE + 1).fill({}), 'must have 0 to 100000 rows'],
  ])('%s is %.60j', (path, value, fault) => {
    expectCorrupt(busyWith(path, value), `${path} ${fault}`);
  });

  const OBJECTS: readonly (readonly [string, string])[] = [
    ['', 'routers'],
    ['routers[0]', 'interfaces'],
    ['routers[0].interfaces[2]', 'groups'],
    ['routers[0].interfaces[2].forwarding', 'ipv4'],
    ['routers[0].interfaces[2].groups[0]', 'joins'],
    ['timers[1]', 'firesAtNs'],
    ['routers[0].ipv4', 'pending'],
    ['routers[0].ipv6.counters', 'packetsDelivered'],
    ['routers[0].ipv4.installed[0]', 'wrongIf'],
    ['routers[0].ipv4.installed[0].oifs[1]', 'minTtl'],
    ['routers[0].ipv4.pending[0]', 'expiresNs'],
    ['routers[0].ipv4.pending[0].packets[0]', 'ttl'],
    ['events[0]', 'source'],
  ];

  it.each(OBJECTS)('%s lacks %s', (path, key) => {
    expectCorrupt(busyWith(`${path}.${key}`, undefined), `${path === '' ? 'it' : path} must have "${key}"`);
  });

  describe.each(['comment', '__proto__', 'constructor', 'toString', '0', ''])('or has the unknown key "%s"', (key) => {
    it.each(OBJECTS)('in "%s"', (path) => {
      const text = editMembers(BUSY, path, (members) => [...members, [key, {}]]);
      expectCorrupt(text, `${path === '' ? 'it' : path} must not have "${key}"`);
    });
  });

  it('and no key of a prototype stands in for one that is missing', () => {
    const withoutName = editMembers(BUSY, 'routers[0].interfaces[0]', (members) =>
      members.map(([key, value]) => (key === 'name' ? ['__proto__', { name: value }] : [key, value])),
    );
    expectCorrupt(withoutName, 'routers[0].interfaces[0] must have "name"');
    expect(Object.hasOwn(Object.prototype, 'name')).toBe(false);
  });
});

describe('an address that is none is found however deep it lies', () => {
  it.each([
    ['routers[0].interfaces[0].addresses[0]', '10.0.1.256/24', '"10.0.1.256" has a number above 255'],
    ['routers[0].interfaces[0].addresses[0]', '10.0.1.1', '"10.0.1.1" has no prefix length'],
    ['routers[0].interfaces[0].addresses[0]', '239.1.1.1/24', '239.1.1.1 is not a valid interface address'],
    ['routers[0].interfaces[0].addresses[1]', 'fc00::1/129', '"fc00::1/129" has no valid prefix length'],
    ['routers[0].interfaces[0].groups[1].group', '239.1.1', '"239.1.1" has only 3 of the 4 numbers of an IPv4 address'],
    ['routers[0].ipv4.installed[1].source', '010.0.1.9', '"010.0.1.9" has a number with a leading zero'],
    ['routers[0].ipv4.installed[1].group', '', '"" is not an IP address'],
    ['routers[0].ipv6.pending[0].source', 'fe80::1%eth0', '"fe80::1%eth0" has a zone'],
    ['routers[0].ipv6.pending[0].group', 'ff0e::a::b', '"ff0e::a::b" has more than one ::'],
    ['events[3].source', 'eth1', '"eth1" is not an IP address'],
    ['events[3].group', '\u001b[31m', '"\\x1b[31m" is not an IP address'],
  ])('in %s: %s', (path, value, message) => {
    expectCorrupt(busyWith(path, value), message);
  });
});

describe('what stands there twice is corrupt', () => {
  it.each([
    ['a name of an interface', busyWith('routers[0].interfaces[1].name', 'eth1'), 'there is already an interface named eth1'],
    ['an id of an interface', busyWith('routers[0].interfaces[1].id', 1), 'there is already an interface with id 1: eth1'],
    ['a route', busyWithAnother('routers[0].ipv4.installed', 0, {}), 'ipv4: duplicate route'],
    [
      'a route, its address in another form',
      busyWithAnother('routers[0].ipv6.installed', 0, { source: 'FC00:1:0::9' }),
      'ipv6: duplicate route',
    ],
    ['a pending route', busyWithAnother('routers[0].ipv6.pending', 0, {}), 'ipv6: duplicate route'],
    ['a packet id', busyWithAnother('routers[0].ipv6.pending', 0, { group: 'ff0e::c' }), 'packet id 9 was assigned twice'],
    ['a timer of a family', busyWith('timers[1].family', 'ipv4'), 'ipv4: more than one cleanup timer'],
    ['a timer', busyWith('timers[1]', JSON.parse(BUSY).timers[0]), 'ipv4: more than one cleanup timer'],
    [
      'a group of an interface',
      busyWithAnother('routers[0].interfaces[0].groups', 1, { joins: 1 }),
      'eth1 has a duplicate group',
    ],
  ])('%s', (_what, text, message) => {
    expectCorrupt(text, message);
  });
});

describe('a name that stands twice in one object is corrupt, since nobody can know which one is meant', () => {
  it.each([
    ['  "nowNs": 2000000000,', '  "nowNs": 2000000000,\n  "nowNs": 2000000000,', 'line 5 has a duplicate key "nowNs"'],
    ['"ttl":64,', '"ttl":64,"\\u0074tl":64,', /^line \d+ has a duplicate key "ttl"$/],
    ['"minTtl":65', '"minTtl":65,"minTtl":65', /^line \d+ has a duplicate key "minTtl"$/],
    ['  "events": [', '  "routers": [],\n  "events": [', 'routers must have 1 or more rows'],
  ])('%s', (there, twice, message) => {
    expectCorrupt(BUSY.replace(there, twice), typeof message === 'string' ? message : expect.stringMatching(message));
    expectCorrupt(BUSY.replace(there, twice).replaceAll('\n', '\r\n'), expect.anything());
  });
});

describe('a payload', () => {
  const PAYLOAD = 'routers[0].ipv4.pending[1].packets[0].payload';
  const HEX = 'routers[0].ipv4.pending[1].packets[2].payloadHex';

  it.each([
    ['a text of the largest size', PAYLOAD, 'a'.repeat(65_507)],
    ['bytes of the largest size', HEX, 'ff'.repeat(65_507)],
    ['whole characters beyond the first plane', PAYLOAD, '\u{1f4a9}'],
  ])('is %s', (_what, path, value) => {
    expect(decodeLab(busyWith(path, value))).toBeInstanceOf(Lab);
  });

  it.each([
    ['a text that is larger', PAYLOAD, 'a'.repeat(65_508), 'the payload of packet 4 is too large for a datagram'],
    ['a text whose bytes are more', PAYLOAD, 'é'.repeat(32_754), 'the payload of packet 4 is too large for a datagram'],
    ['a text that is far larger', PAYLOAD, 'a'.repeat(65_528), `${PAYLOAD} must have at most 65527 characters`],
    ['bytes that are more', HEX, 'ff'.repeat(65_508), 'the payload of packet 6 is too large for a datagram'],
    ['bytes that are far more', HEX, 'f'.repeat(50_000_000), `${HEX} must have at most 131054 characters`],
    ['half of a character', PAYLOAD, 'a\ud83d', 'the payload of packet 4 is not a string'],
    ['the halves of a character in the wrong order', PAYLOAD, '\udca9\ud83d', 'the payload of packet 4 is not a string'],
  ])('is not %s', (_what, path, value, message) => {
    expectCorrupt(busyWith(path, value), message);
  });
});

describe('what no lab can be is corrupt', () => {
  const NOW_NS = 2 * SECOND_NS;
  const CLEANUP = 'the cleanup routine must run if and only if there are pending routes';
  const KEY = '(10.0.1.9, 239.1.1.1)';
  const PENDING = '(fc00:1::9, ff0e::b)';

  it.each<[string, unknown, string]>([
    ['routers[0].ipv4.forwarding', false, 'ipv4: there are installed routes, but forwarding is off'],
    ['routers[0].ipv4.installed[1].source', 'fc00::1', 'ipv4: route (fc00::1, 239.1.1.1) belongs to the other address family'],
    ['routers[0].ipv4.installed[1].group', 'ff0e::a', 'ipv4: route (10.0.1.9, ff0e::a) belongs to the other address family'],
    ['routers[0].ipv4.installed[1].lastUsedNs', NOW_NS + 1, `ipv4: route ${KEY} was last used in the future`],
    ['routers[0].ipv4.installed[1].oifs', [], `ipv4: route ${KEY} has no outgoing interface`],
    [
      'routers[0].ipv4.installed[1].wrongIf',
      3,
      `ipv4: route ${KEY} counts more packets on a wrong interface than packets in total`,
    ],
    ['routers[0].ipv4.installed[1].group', '239.9.9.9', 'ipv4: (10.0.1.9, 239.9.9.9) is both installed and pending'],
    [
      'routers[0].ipv6.pending[0].group',
      '239.1.1.1',
      'ipv6: pending route (fc00:1::9, 239.1.1.1) belongs to the other address family',
    ],
    ['maxPendingQueueSize', 2, 'ipv4: pending route (10.0.1.9, 239.9.9.9) has more packets than its queue holds'],
    ['routers[0].ipv6.pending[0].expiresNs', 12 * SECOND_NS + 1, `ipv6: pending route ${PENDING} expires too late`],
    ['routers[0].ipv6.cleanupRunning', false, `ipv6: ${CLEANUP}`],
    ['routers[0].ipv6.pending', [], `ipv6: ${CLEANUP}`],
    ['timers[1]', undefined, 'ipv6: the cleanup routine and its timer do not agree'],
    ['timers[1].firesAtNs', NOW_NS, 'ipv6: the cleanup timer should have fired'],
    ['timers[0].firesAtNs', 0, 'ipv4: the cleanup timer should have fired'],
    ['timers[1].firesAtNs', 12 * SECOND_NS + 1, 'ipv6: the cleanup timer is set too far ahead'],
    ['routers[0].ipv4.pending[1].packets[0].payload', undefined, 'packet 4 needs either a payload or a payloadHex'],
    ['routers[0].ipv4.pending[1].packets[0].payloadHex', '61', 'packet 4 needs either a payload or a payloadHex'],
    [
      'routers[0].ipv4.installed[1].source',
      '224.0.0.1',
      'ipv4: route (224.0.0.1, 239.1.1.1) has a source that is not valid in a route',
    ],
    [
      'routers[0].ipv4.installed[1].group',
      '10.0.1.1',
      'ipv4: route (10.0.1.9, 10.0.1.1) has a group that is not valid in a route',
    ],
    ['nextEventNumber', 4, 'event 4 is out of order'],
    ['events[2].number', 4, 'event 4 is out of order'],
    ['events[3].atNs', NOW_NS + 1, 'event 4 is in the future'],
    ['nextPacketId', 9, 'packet id 9 was never assigned'],
    ['routers[0].ipv6.pending[0].packets[0].id', 0, 'packet id 0 was never assigned'],
    ['routers[0].ipv6.pending[0].packets[0].id', 4, 'packet id 4 was assigned twice'],
    ['events[1].expectedIif', 1, 'event 2 has an expected interface that contradicts its type'],
    ['events[0].expectedIif', undefined, 'event 1 has an expected interface that contradicts its type'],
  ])('%s is %j', (path, value, message) => {
    expectCorrupt(busyWith(path, value), message);
  });

  it.each<[string, unknown]>([
    ['nowNs', 2 * SECOND_NS],
    ['maxPendingQueueSize', 3],
    ['routers[0].ipv4.installed[1].lastUsedNs', NOW_NS],
    ['routers[0].ipv4.installed[1].wrongIf', 2],
    ['routers[0].ipv6.pending[0].expiresNs', 12 * SECOND_NS],
    ['timers[1].firesAtNs', NOW_NS + 1],
    ['timers[1].firesAtNs', 12 * SECOND_NS],
    ['events[3].atNs', NOW_NS],
    ['nextPacketId', 10],
    ['routers[0].ipv4.installed[1].iif', 99],
  ])('but %s may be %j', (path, value) => {
    expect(decodeLab(busyWith(path, value))).toBeInstanceOf(Lab);
  });
});
