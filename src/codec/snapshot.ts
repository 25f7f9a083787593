import type { Family } from '../core/address.js';
import { Address, FAMILIES, formatAddressWithPrefix, parseAddressWithPrefix } from '../core/address.js';
import { COUNTER_NAMES } from '../core/counters.js';
import { LabError } from '../core/errors.js';
import type { JournalEntry, MulticastEvent } from '../core/event.js';
import { EventJournal } from '../core/event.js';
import { asGvisor } from '../core/gvisor/as-gvisor.js';
import type { Router } from '../core/gvisor/forwarder.js';
import { Interface } from '../core/interface.js';
import { Lab } from '../core/lab.js';
import { LinuxStack } from '../core/linux/linux-stack.js';
import { Network } from '../core/network/network.js';
import { DEFAULT_JOURNAL_SIZE } from '../core/newest.js';
import { FIRST_ROUTER } from '../core/packet.js';
import { PacketJournal } from '../core/packet-journal.js';
import { escapeText, quoteText } from '../core/printable.js';
import type { LabRouter } from '../core/router.js';
import { findInconsistency } from './consistency.js';
import { encodeControl, encodeMessage, restoreBetween } from './daemon-document.js';
import type { CutText } from './installed-rows.js';
import { cutInstalled, formatInstalled } from './installed-rows.js';
import { Blocks, formatObject, Rows } from './layout.js';
import { encodeLinuxStack, restoreLinuxStack } from './linux-document.js';
import { findCrowdedObject, findNameTwice } from './name-twice.js';
import { encodeFlight, encodeHost, encodeLink } from './network-document.js';
import { decodePacketEntry, encodePacketEntry } from './packet-document.js';
import { findSchemaFault } from './schema-fault.js';
import { checkSnapshot, snapshotSchema } from './snapshot-check.js';
import type { EventDocument, InterfaceDocument, LinuxDocument, RouterDocument, SnapshotDocument } from './snapshot-schema.js';
import type { Claim, StoredRoutes } from './stored-routes.js';
import { decodeTable, encodePending } from './table-document.js';
import { fromVersion1, VERSION_1 } from './version-1.js';

/** The name that a session file bears. */
export const FORMAT = 'mcast-lab session';

/** The version of session files that this program writes. */
export const VERSION = 2;

/** Writes a lab as the text of a session file. Equal labs give equal text. */
export function encodeLab(lab: Lab): string {
  return `${formatObject(toDocument(lab), '')}\n`;
}

/** Bytes that JSON takes for each of its characters, with the objects and the lab that are made of it. */
const BYTES_OF_CHARACTER = 16;

/**
 * Reads the text of a session file.
 *
 * @param claim asked for memory before it is taken, now and when all routes are looked at
 * @throws LabError `SESSION_CORRUPT`, `SESSION_NOT_OURS`, `SESSION_NEWER_VERSION`
 */
export function decodeLab(text: string, claim: Claim = () => {}): Lab {
  const cut = cutInstalled(text);
  if (cut === null) return decodeDocument(text, null, claim);
  for (const routes of cut.installed.flatMap(({ ipv4, ipv6 }) => [ipv4, ipv6])) if (routes !== null) routes.claim = claim;
  try {
    return decodeDocument(cut.rest, cut.installed, claim);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    // The text of the fault is about the whole file.
    return decodeDocument(text, null, claim);
  }
}

function decodeDocument(text: string, installed: CutText['installed'] | null, claim: Claim): Lab {
  claim(text.length * BYTES_OF_CHARACTER);
  const parsed = parseDocument(text);
  const document = parsed.isOld ? fromVersion1(parsed.document) : parsed.document;
  if (!checkSnapshot(document)) {
    throw corrupt(findSchemaFault(snapshotSchema(), document) ?? 'it does not have the structure of a session');
  }
  if (!isCanonical(text, parsed.document)) checkNames(text);
  try {
    return fromDocument(document, installed);
  } catch (error) {
    if (error instanceof LabError) throw corrupt(error.message);
    throw error;
  }
}

function toDocument(lab: Lab): object {
  const { network } = lab;
  const { name: first } = network.first;
  const messages = network.daemons.flights;
  const journal = lab.config.journalSize !== DEFAULT_JOURNAL_SIZE && { journalSize: lab.config.journalSize };
  return {
    format: FORMAT,
    version: VERSION,
    nowNs: lab.clock.nowNs(),
    maxPendingQueueSize: lab.config.maxPendingQueueSize,
    anyAddress: lab.config.anyAddress,
    ...journal,
    nextPacketId: lab.nextPacketId,
    nextEventNumber: lab.journal.nextNumber,
    ...(network.inUse.name !== first && { inUse: network.inUse.name }),
    timers: lab
      .timers()
      .map(({ kind, router, family, firesAtNs }) => ({ kind, ...(router !== first && { router }), family, firesAtNs })),
    routers: new Blocks([...network.routers].map((router) => encodeRouter(network, router))),
    links: [...network.links].map(encodeLink),
    hosts: [...network.hosts].map(encodeHost),
    inFlight: network.flights.list().map(encodeFlight),
    ...(messages.length > 0 && { messages: messages.map(encodeMessage) }),
    events: lab.journal.entries().map((entry) => encodeEvent(entry, first)),
    packets: lab.packets.entries().map((entry) => encodePacketEntry(entry, first)),
  };
}

function encodeRouter(network: Network, router: LabRouter): object {
  const { name, config, interfaces } = router;
  return {
    name,
    stack: config.stack,
    interfaces: [...interfaces].map(encodeInterface),
    ...encodeControl(network, router),
    ipv4: encodeStack(router, 'ipv4'),
    ipv6: encodeStack(router, 'ipv6'),
  };
}

function encodeInterface(nic: Interface): InterfaceDocument {
  return {
    id: nic.id,
    name: nic.name,
    addresses: nic.addresses.map(formatAddressWithPrefix),
    forwarding: { ipv4: nic.forwarding.ipv4, ipv6: nic.forwarding.ipv6 },
    groups: nic.memberships().map(({ group, joins }) => ({ group: group.text, joins })),
  };
}

function encodeStack({ stacks }: LabRouter, family: Family): Record<keyof RouterDocument, unknown> | LinuxDocument {
  const stack = stacks[family];
  if (stack instanceof LinuxStack) return encodeLinuxStack(stack);
  const router = asGvisor(stack);
  const { forwarding, table } = router;
  return {
    forwarding,
    counters: router.totals(),
    cleanupRunning: table.isCleanupRoutineRunning,
    installed: new Rows(formatInstalled(table)),
    pending: encodePending(table),
  };
}

function encodeEvent({ number, atNs, router, event }: JournalEntry, first: string): EventDocument {
  const { type, iif } = event;
  const row = {
    number,
    atNs,
    ...(router !== first && { router }),
    type,
    source: event.source.text,
    group: event.group.text,
    iif,
  };
  return event.type === 'missingRoute' ? row : { ...row, expectedIif: event.expectedIif };
}

function fromDocument(document: SnapshotDocument, installed: CutText['installed'] | null): Lab {
  const { nowNs, nextPacketId, maxPendingQueueSize, anyAddress, journalSize = DEFAULT_JOURNAL_SIZE } = document;
  if (Math.max(document.events.length, document.packets.length) > journalSize) {
    throw corrupt(`a journal has more than its maximum of ${journalSize} rows`);
  }
  const first = document.routers[0]?.name ?? FIRST_ROUTER;
  const decodedEvents = document.events.map((row) => decodeEvent(row, first));
  const journal = new EventJournal(decodedEvents, document.nextEventNumber, journalSize);
  const decodedPackets = document.packets.map((row) => decodePacketEntry(row, first));
  const packets = new PacketJournal(decodedPackets, journalSize);
  const config = { maxPendingQueueSize, anyAddress, journalSize };
  const network = new Network(config, { nowNs, nextPacketId, journal, packets });
  for (const [index, row] of document.routers.entries()) {
    const router = network.addRouter(row.name, row.stack);
    for (const nic of row.interfaces) router.interfaces.add(decodeInterface(nic));
    for (const family of FAMILIES) restoreStack(router, family, row[family], installed?.[index]?.[family] ?? null);
  }
  restoreTimers(network, document);
  restoreBetween(network, document, journalSize);
  network.use(document.inUse ?? first);
  const lab = new Lab({ network, atHand: network.inUse });
  const inconsistency = findInconsistency(lab);
  if (inconsistency !== null) throw corrupt(inconsistency);
  return lab;
}

function restoreTimers(network: Network, { timers }: SnapshotDocument): void {
  for (const { router: name, family, firesAtNs } of timers) {
    const router = name === undefined ? network.first : network.requireRouter(name);
    const stack = router.stacks[family];
    if (stack instanceof LinuxStack) restoreLinuxTimer(stack, firesAtNs);
    else restoreTimer(asGvisor(stack), firesAtNs);
  }
}

function restoreTimer({ table, family }: Router, firesAtNs: number): void {
  if (table.cleanupTimer !== null) throw corrupt(`${family}: more than one cleanup timer`);
  table.resumeCleanupTimer(firesAtNs);
}

/** The entries have armed it; here it gets its place among the timers of one moment. */
function restoreLinuxTimer({ router, family }: LinuxStack, firesAtNs: number): void {
  const { unresolved } = router.mfc;
  if (unresolved.nextDeadlineNs !== firesAtNs) throw corrupt(`${family}: the timer is not that of the oldest pending route`);
  unresolved.rearm();
}

function decodeInterface({ id, name, addresses, forwarding, groups }: InterfaceDocument): Interface {
  const memberships = groups.map(({ group, joins }) => ({ group: Address.parse(group), joins }));
  if (new Set(memberships.map(({ group }) => group.text)).size < groups.length) throw corrupt(`${name} has a duplicate group`);
  return new Interface({ id, name, forwarding, addresses: addresses.map(parseAddressWithPrefix) }, memberships);
}

/** @param stored installed routes that were cut out of the document, or null */
function restoreStack(
  { name: owner, stacks }: LabRouter,
  family: Family,
  document: RouterDocument | LinuxDocument,
  stored: StoredRoutes | null,
): void {
  const stack = stacks[family];
  if ('vifs' in document !== stack instanceof LinuxStack) throw corrupt(`${family}: the state is not one of ${stack.stack}`);
  if ('vifs' in document) {
    if (stack instanceof LinuxStack) restoreLinuxStack(stack, document, owner);
    return;
  }
  const router = asGvisor(stack);
  if (document.forwarding) router.enableForwarding();
  for (const name of COUNTER_NAMES) router.counters[name] = document.counters[name] ?? 0;
  const { table } = router;
  table.restore(decodeTable(document, owner, stored));
  const installedRows = document.installed.length + (stored?.count ?? 0);
  if (table.installedCount !== installedRows || table.pendingCount !== document.pending.length) {
    throw corrupt(`${family}: duplicate route`);
  }
}

function decodeEvent(row: EventDocument, first: string): JournalEntry {
  const { number, atNs, router = first, iif, type, expectedIif } = row;
  const source = Address.parse(row.source);
  const group = Address.parse(row.group);
  if ((type === 'unexpectedInputInterface') !== (expectedIif !== undefined)) {
    throw corrupt(`event ${number} has an expected interface that contradicts its type`);
  }
  const event: MulticastEvent =
    expectedIif === undefined
      ? { type: 'missingRoute', source, group, iif }
      : { type: 'unexpectedInputInterface', source, group, iif, expectedIif };
  return { number, atNs, router, event };
}

/** Parses JSON and checks that it is a session file of a readable version, before any other check. */
function parseDocument(text: string): { readonly document: object; readonly isOld: boolean } {
  if (text.trim() === '') throw corrupt('it is empty');
  if (text.startsWith('\u{feff}')) throw corrupt('it is not JSON: it begins with a byte order mark');
  const crowded = findCrowdedObject(text);
  if (crowded !== null) throw corrupt(`line ${crowded} has an object with more names, or in more others, than a session has`);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    // The message quotes the text.
    throw corrupt(`it is not JSON: ${escapeText(error instanceof Error ? error.message : String(error))}`);
  }
  const { format, version } = typeof document === 'object' && document !== null ? headOf(document) : headOf({});
  if (typeof document !== 'object' || document === null || format !== FORMAT) {
    throw new LabError('SESSION_NOT_OURS', `it is not an mcast session file: its "format" is not "${FORMAT}"`);
  }
  if (version !== VERSION && version !== VERSION_1) throw unknownVersion(version);
  return { document, isOld: version === VERSION_1 };
}

function unknownVersion(version: unknown): LabError {
  if (typeof version === 'number' && Number.isInteger(version) && version > VERSION) {
    return new LabError(
      'SESSION_NEWER_VERSION',
      `it has version ${version}, but this program reads only versions up to ${VERSION}`,
      'Use the version of mcast that wrote it, or a newer one.',
    );
  }
  const shown = typeof version === 'object' && version !== null ? 'an object' : quoteText(String(version));
  return corrupt(`its "version" is ${shown}, which is not a valid version`);
}

function headOf(document: object): { format: unknown; version: unknown } {
  return {
    format: 'format' in document ? document.format : undefined,
    version: 'version' in document ? document.version : undefined,
  };
}

function corrupt(what: string): LabError {
  return new LabError('SESSION_CORRUPT', what);
}

/** JSON takes the last of two members of one name, and says nothing; which one is meant, nobody can know. */
function checkNames(text: string): void {
  const twice = findNameTwice(text);
  if (twice !== null) throw corrupt(`line ${twice.line} has a duplicate key ${quoteText(twice.name)}`);
}

/** Whether a text is what a document is written as, white space left aside, so that no name stands twice; most are, and this costs little. */
function isCanonical(text: string, document: object): boolean {
  return text.replaceAll(/\n */g, '').replaceAll('": ', '":') === JSON.stringify(document);
}
