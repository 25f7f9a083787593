import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findInconsistency } from '../../src/codec/consistency.js';
import { decodeLab, encodeLab, VERSION } from '../../src/codec/snapshot.js';
import type { Lab } from '../../src/core/lab.js';

/** Sessions as versions 1 and 2 wrote them. They are never made anew: whatever reads sessions has to read these. */
const FOLDERS = resolve(import.meta.dirname, '../fixtures/sessions');

function textOf(name: string, version: 1 | 2): string {
  return readFileSync(join(FOLDERS, `v${version}`, `${name}.json`), 'utf8');
}

/** What a lab holds, in numbers. */
function describeLab(lab: Lab) {
  const { ipv4, ipv6 } = lab.routers;
  const waiting = [ipv4, ipv6].map((router) => [...router.pendingRoutes()].reduce((sum, { packets }) => sum + packets.length, 0));
  return {
    nowNs: lab.clock.nowNs(),
    queue: lab.config.maxPendingQueueSize,
    anyAddress: lab.config.anyAddress,
    nextPacket: lab.nextPacketId,
    interfaces: [...lab.interfaces].map(({ id, name }) => `${id} ${name}`).join(', '),
    forwarding: [ipv4.forwarding, ipv6.forwarding],
    installed: [ipv4.installedCount, ipv6.installedCount],
    pending: [ipv4.pendingCount, ipv6.pendingCount],
    waiting,
    timers: lab.timers().map(({ family, firesAtNs }) => `${family} ${firesAtNs}`),
    events: [lab.journal.entries().length, lab.journal.dropped],
    packets: lab.packets.entries().length,
    received: [ipv4.counters.packetsReceived, ipv6.counters.packetsReceived],
  };
}

const STANDARD = '1 eth1, 2 eth2, 3 eth3, 4 eth4';

const HELD: Readonly<Record<string, ReturnType<typeof describeLab>>> = {
  'any-address': {
    nowNs: 0,
    queue: 255,
    anyAddress: true,
    nextPacket: 43,
    interfaces: '1 eth1, 2 eth2',
    forwarding: [true, true],
    installed: [1, 1],
    pending: [2, 1],
    waiting: [41, 1],
    timers: ['ipv4 10000000000', 'ipv6 10000000000'],
    events: [3, 0],
    packets: 10,
    received: [41, 1],
  },
  busy: {
    nowNs: 2000000000,
    queue: 3,
    anyAddress: false,
    nextPacket: 15,
    interfaces: '1 eth1, 2 eth2, 4 lab0, 16 dmz',
    forwarding: [true, true],
    installed: [3, 2],
    pending: [2, 1],
    waiting: [4, 1],
    timers: ['ipv4 11000000000', 'ipv6 12000000000'],
    events: [6, 0],
    packets: 10,
    received: [10, 4],
  },
  'end-of-time': {
    nowNs: 9007199254740991,
    queue: 3,
    anyAddress: false,
    nextPacket: 4,
    interfaces: STANDARD,
    forwarding: [true, true],
    installed: [1, 0],
    pending: [1, 0],
    waiting: [1, 0],
    timers: ['ipv4 9007209254740992'],
    events: [2, 0],
    packets: 3,
    received: [3, 0],
  },
  'expired-and-not-swept': {
    nowNs: 11500000001,
    queue: 3,
    anyAddress: false,
    nextPacket: 5,
    interfaces: STANDARD,
    forwarding: [true, true],
    installed: [0, 0],
    pending: [3, 1],
    waiting: [3, 1],
    timers: ['ipv4 20000000000', 'ipv6 20000000000'],
    events: [4, 0],
    packets: 4,
    received: [3, 1],
  },
  'four-hundred-routes': {
    nowNs: 105000000,
    queue: 3,
    anyAddress: false,
    nextPacket: 34,
    interfaces: STANDARD,
    forwarding: [true, true],
    installed: [300, 100],
    pending: [0, 0],
    waiting: [0, 0],
    timers: [],
    events: [0, 0],
    packets: 10,
    received: [33, 0],
  },
  fresh: {
    nowNs: 0,
    queue: 3,
    anyAddress: false,
    nextPacket: 1,
    interfaces: STANDARD,
    forwarding: [true, true],
    installed: [0, 0],
    pending: [0, 0],
    waiting: [0, 0],
    timers: [],
    events: [0, 0],
    packets: 0,
    received: [0, 0],
  },
  'no-interfaces': {
    nowNs: 100000000,
    queue: 0,
    anyAddress: false,
    nextPacket: 1,
    interfaces: '',
    forwarding: [true, false],
    installed: [0, 0],
    pending: [0, 0],
    waiting: [0, 0],
    timers: [],
    events: [0, 0],
    packets: 0,
    received: [0, 0],
  },
  'no-room-left': {
    nowNs: 3019900000000,
    queue: 1,
    anyAddress: false,
    nextPacket: 316,
    interfaces: '1 eth1, 2 eth2',
    forwarding: [true, true],
    installed: [1, 0],
    pending: [2, 0],
    waiting: [2, 0],
    timers: ['ipv4 3029800000000'],
    events: [100, 63],
    packets: 10,
    received: [315, 0],
  },
  'without-packets': {
    nowNs: 2000000000,
    queue: 3,
    anyAddress: false,
    nextPacket: 15,
    interfaces: '1 eth1, 2 eth2, 4 lab0, 16 dmz',
    forwarding: [true, true],
    installed: [3, 2],
    pending: [2, 1],
    waiting: [4, 1],
    timers: ['ipv4 11000000000', 'ipv6 12000000000'],
    events: [6, 0],
    packets: 0,
    received: [10, 4],
  },
};

describe.each([1, 2] as const)('a session of version %d', (version) => {
  it.each(Object.entries(HELD))('%s holds what it held', (name, held) => {
    const lab = decodeLab(textOf(name, version));
    expect(describeLab(lab)).toEqual(held);
    expect(findInconsistency(lab)).toBeNull();
  });

  it.each(Object.keys(HELD))('%s is saved as version 2', (name) => {
    expect(encodeLab(decodeLab(textOf(name, version)))).toBe(textOf(name, 2));
  });

  it('is there for each fixture', () => {
    const files = readdirSync(join(FOLDERS, `v${version}`)).map((file) => file.replace(/\.json$/, ''));
    expect(files).toEqual(Object.keys(HELD).sort());
    expect(VERSION).toBe(2);
  });
});

it('a session of version 3 is refused, and says what to do', () => {
  expect(() => decodeLab(textOf('fresh', 2).replace('"version": 2', '"version": 3'))).toThrow(
    expect.objectContaining({ code: 'SESSION_NEWER_VERSION', hint: 'Use the version of mcast that wrote it, or a newer one.' }),
  );
});
