import { formatDuration } from '../core/duration.js';
import type { ErrorData, LabError } from '../core/errors.js';
import { nearest } from '../grammar/nearest.js';
import { quoteWord } from '../grammar/words.js';

/** Interfaces that a hint lists; the rest become an ellipsis. */
const LISTED_INTERFACES = 8;

/** What a user of the command line can do about an error, as one sentence, or null if there is nothing to say. */
export function hintOf({ code, hint, data }: LabError): string | null {
  return hint ?? (data === null ? hintOfCode(code) : hintOfData(data));
}

function hintOfCode(code: string): string | null {
  switch (code) {
    case 'CLOCK_OVERFLOW':
      return 'Nanoseconds are exact up to 104 days; start a new session with: mcast init --force';
    case 'DAEMONS_FIGHT':
      return 'Stop one of them with `daemon stop`, or advance the clock in smaller steps.';
    case 'INPUT_CANNOT_BE_OUTPUT':
      return 'A packet is never sent back on its input interface; choose another --oif.';
    case 'MISSING_REQUIRED_FIELDS':
      return 'Add one with: --oif eth2';
    case 'NOT_A_MEMBER':
      return 'To see its groups: mcast show interfaces';
    case 'SUBNET_FULL':
      return 'Use a larger subnet, such as --subnet 10.20.0.0/16.';
    case 'SESSION_CORRUPT':
      return 'The file is unchanged. To see what can be restored: mcast session check';
    case 'SESSION_NOT_OURS':
      return 'The file is unchanged. Choose another one with --session.';
    case 'SESSION_EXISTS':
      return 'To replace it, add --force.';
    case 'SESSION_NOT_READABLE':
    case 'SESSION_NOT_WRITABLE':
      return 'Choose another session with --session or MCAST_SESSION.';
    case 'SESSION_TOO_LARGE':
      return 'The session is unchanged. To raise the limit, up to 500 MB: NODE_OPTIONS=--max-old-space-size=8192';
    default:
      return null;
  }
}

function hintOfData(data: ErrorData): string {
  switch (data.kind) {
    case 'family':
      return `Turn it on with: mcast forwarding on --family ${data.family}`;
    case 'history':
      return 'To move it aside: mcast session check --repair';
    case 'interfaces':
      return hintOfInterfaces(data.names);
    case 'linked':
      return `Remove it first: mcast link rm ${data.link}`;
    case 'stack':
      return `To use it, start a session with: mcast init --stack ${data.stack}`;
    case 'vif':
      return data.interface === null
        ? 'An interface takes part while it is a vif; see: mcast vif add --help'
        : `To make it one: mcast vif add ${data.interface}`;
    case 'names':
      return hintOfNames(data);
    case 'packets':
      return hintOfPackets(data.ids);
    case 'route':
      return ROUTE_HINTS[data.among];
    case 'session':
      return hintOfSession(data.label, data.names);
    case 'time':
      return `No route can have been used then; advance the clock first: mcast advance-clock --to ${formatDuration(data.atNs)}`;
    case 'zone':
      return 'Remove the zone (from the % on); --iif names the interface.';
  }
}

const ROUTE_HINTS = {
  installed: 'To see what there is: mcast show routes',
  'installed and pending': 'To see what there is: mcast show',
  'any installed': 'Add one with: mcast route add',
} as const;

function hintOfInterfaces(names: readonly string[]): string {
  if (names.length === 0) return 'Add one with: mcast iface add eth1';
  const listed = names.length > LISTED_INTERFACES ? [...names.slice(0, LISTED_INTERFACES), '…'] : names;
  return `Interfaces: ${listed.join(', ')}.`;
}

function hintOfNames({ of, names }: Extract<ErrorData, { kind: 'names' }>): string {
  if (names.length === 0) return ADD_HINTS[of];
  const listed = names.length > LISTED_INTERFACES ? [...names.slice(0, LISTED_INTERFACES), '…'] : names;
  return `${of[0]?.toUpperCase()}${of.slice(1)}: ${listed.join(', ')}.`;
}

const ADD_HINTS = {
  routers: 'Add one with: mcast router add r2',
  links: 'Add one with: mcast link add r1:eth2 r2:eth1',
  hosts: 'Add one with: mcast host add h1 --on eth2',
} as const;

function hintOfSession(label: string, names: readonly string[]): string {
  const near = nearest(label, names);
  const start = `start it with: mcast init --session ${quoteWord(label)}`;
  return near === null
    ? `See what there is with: mcast session list; ${start}`
    : `Did you mean ${near}? See all with: mcast session list; ${start}`;
}

function hintOfPackets(ids: readonly number[]): string {
  if (ids.length === 0) return 'Inject one with: mcast inject';
  const named = ids.length > LISTED_PACKETS ? `${ids[0]} to ${ids.at(-1)}` : ids.join(', ');
  const known = ids.length === 1 ? `The session remembers only packet ${named}` : `The session remembers packets ${named}`;
  return `${known}; to see them: mcast show packets`;
}

/** Packets that a hint lists one by one. */
const LISTED_PACKETS = 10;
