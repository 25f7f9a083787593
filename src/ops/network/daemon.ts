import { LabError } from '../../core/errors.js';
import type { Lab } from '../../core/lab.js';
import type { DaemonKind, DaemonSettings, TreeEntry } from '../../core/network/daemon.js';
import { rulesOf } from '../../daemon/rules.js';
import { endOf } from './end.js';

/** A daemon on a router, and the trees that it keeps. */
interface DaemonView {
  readonly router: string;
  /** Null if there is none: then you install the routes. */
  readonly daemon: DaemonKind | null;
  readonly trees: readonly TreeView[];
}

/** What a daemon keeps about a tree. */
export interface TreeView {
  /** Null for (*,G). */
  readonly source: string | null;
  readonly group: string;
  readonly iif: string | null;
  readonly oifs: readonly string[];
}

export interface DaemonResult {
  readonly nowNs: number;
  readonly daemons: readonly DaemonView[];
}

export interface DaemonStartRequest {
  readonly kind: DaemonKind;
  /** sparse: an interface of the rendezvous point, such as r2:eth1. */
  readonly rp: string | null;
  readonly switchover: DaemonSettings['switchover'];
  /** script: its rules. */
  readonly rules: readonly string[];
}

/**
 * Starts a daemon on every router, or on the one that is asked for.
 *
 * @throws LabError `USAGE`, `ROUTER_NOT_FOUND`, `UNKNOWN_INTERFACE`, `BAD_ADDRESS`
 */
export function daemonStart(lab: Lab, { kind, rp, switchover, rules: script }: DaemonStartRequest): DaemonResult {
  if ((kind === 'sparse') !== (rp !== null)) {
    throw new LabError(
      'USAGE',
      kind === 'sparse' ? 'a sparse daemon needs --rp' : `--rp does not go with ${kind}`,
      'Name an interface of the rendezvous point: --rp r2:eth1',
    );
  }
  const settings: DaemonSettings = { kind, rp: rp === null ? null : addressOf(lab, rp), switchover, script };
  const rules = rulesOf(settings);
  for (const { router } of lab.scope()) lab.network.daemons.start(router.name, settings, rules);
  return daemonList(lab);
}

/** Stops the daemons, or the one of the router that is asked for. The routes that they installed are removed. */
export function daemonStop(lab: Lab): DaemonResult {
  for (const { router } of lab.scope()) lab.network.daemons.stop(router.name);
  return daemonList(lab);
}

export function daemonList(lab: Lab): DaemonResult {
  const daemons = lab.scope().map(({ network, router: { name, interfaces } }) => ({
    router: name,
    daemon: network.daemons.on(name)?.settings.kind ?? null,
    trees: network.daemons.entries(name).map((entry) => viewTree(entry, (id) => interfaces.nameOf(id))),
  }));
  return { nowNs: lab.clock.nowNs(), daemons };
}

function viewTree({ source, group, iif, oifs }: TreeEntry, nameOf: (id: number) => string): TreeView {
  return { source: source?.text ?? null, group: group.text, iif: iif === null ? null : nameOf(iif), oifs: oifs.map(nameOf) };
}

/** @throws LabError `BAD_ADDRESS` if the interface has no IPv4 address */
function addressOf(lab: Lab, ref: string) {
  const { router, interfaceId } = endOf(lab, ref);
  const nic = lab.network.requireRouter(router).interfaces.require(interfaceId);
  const found = nic.addresses.find(({ address }) => address.family === 'ipv4') ?? nic.addresses[0];
  if (found !== undefined) return found.address;
  throw new LabError('BAD_ADDRESS', `${ref} has no address`, 'The rendezvous point needs an address.');
}
