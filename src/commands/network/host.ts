import { parseNodeName } from '../../core/network/node-name.js';
import { DEFAULT_TTL } from '../../core/packet.js';
import { labCommand } from '../../execute/command.js';
import type { CommandSpec } from '../../execute/definition.js';
import type { ArgSpec } from '../../grammar/spec.js';
import { addressFlag, groupArg, iifFlag, sourceArg, ttlFlag } from '../../grammar/values.js';
import { hostAdd, hostJoin, hostLeave, hostList, hostRm } from '../../ops/network/host.js';
import { sendInSteps } from '../../ops/network/send.js';
import { renderHostAdd, renderHostJoin, renderHostLeave, renderHostList, renderHostRm } from '../../render/network/host.js';
import { renderSend } from '../../render/network/send.js';
import { given } from '../given.js';
import { checkPayloads, encodePayload, FEW_PACKETS, payloadFlag, repeatFlags } from '../packet-flags.js';

/** HOST, one that exists. */
const hostArg: ArgSpec<string, true> = {
  label: 'HOST',
  summary: 'name of the host',
  required: true,
  completes: 'host',
  parse: String,
};

/** `--source S` */
const sourceFlag = {
  kind: 'option',
  label: 'SOURCE',
  summary: 'only packets of this source (default: any source)',
  multiple: false,
  completes: 'source',
  parse: sourceArg.parse,
} as const;

/** The commands about hosts, in the order of help. */
export const HOST_COMMANDS: readonly CommandSpec[] = [
  labCommand('host add', () => ({
    summary: 'add a host on the segment of an interface',
    description: 'The host gets the next free addresses of the segment, from .101 on, unless --address gives others.',
    examples: [{ does: 'add a host behind eth3 of r2', line: 'host add h1 --on r2:eth3' }],
    args: {
      name: { label: 'NAME', summary: 'name of the new host', required: true, parse: (text) => parseNodeName('host', text) },
    },
    flags: {
      on: { ...iifFlag, summary: 'interface on whose segment it is, such as r2:eth3' },
      address: addressFlag,
    },
    changes: true,
    toRequest: ({ args, flags }) => ({ name: args.name, on: given(flags.on), addresses: flags.address }),
    op: hostAdd,
    text: renderHostAdd,
  })),
  labCommand('host rm', () => ({
    summary: 'remove a host',
    examples: [{ does: 'remove h1', line: 'host rm h1' }],
    args: { name: hostArg },
    flags: {},
    changes: true,
    toRequest: ({ args }) => args,
    op: hostRm,
    text: renderHostRm,
  })),
  labCommand('host join', () => ({
    summary: 'join a group on a host',
    description:
      'The routers on the segment know at once what its hosts have joined, as IGMPv3 (RFC 3376) and MLDv2 (RFC 3810) make it known; their messages and timers are left out.',
    examples: [
      { does: 'join a group', line: 'host join h1 239.1.1.1' },
      { does: 'join a channel: a group of one source', line: 'host join h1 232.1.1.1 --source 10.0.1.101' },
    ],
    args: { host: hostArg, group: groupArg },
    flags: { source: sourceFlag },
    changes: true,
    toRequest: ({ args, flags }) => ({ ...args, source: flags.source ?? null }),
    op: hostJoin,
    text: renderHostJoin,
  })),
  labCommand('host leave', () => ({
    summary: 'leave a group on a host',
    examples: [{ does: 'leave a group', line: 'host leave h1 239.1.1.1' }],
    args: { host: hostArg, group: groupArg },
    flags: { source: sourceFlag },
    changes: true,
    toRequest: ({ args, flags }) => ({ ...args, source: flags.source ?? null }),
    op: hostLeave,
    text: renderHostLeave,
  })),
  labCommand('host list', () => ({
    summary: 'list the hosts',
    examples: [{ does: 'list the hosts', line: 'host list' }],
    args: {},
    flags: {},
    changes: false,
    toRequest: () => null,
    op: hostList,
    text: renderHostList,
  })),
  labCommand('send', () => ({
    summary: 'send packets from a host',
    description:
      'The packet arrives at the routers and members on the segment after the delay of the link; advance the clock to see it arrive. Each copy takes the delay of its link.',
    examples: [
      { does: 'send one packet', line: 'send h1 239.1.1.1' },
      {
        does: 'send three packets with a payload, one second apart',
        line: 'send h1 239.1.1.1 --count 3 --interval 1s --payload hello',
      },
    ],
    args: { host: hostArg, group: groupArg },
    flags: {
      ttl: { ...ttlFlag, summary: 'TTL, or hop limit for IPv6', defaultText: String(DEFAULT_TTL) },
      payload: payloadFlag,
      ...repeatFlags,
    },
    changes: true,
    toRequest: ({ args, flags }) => {
      const { ttl = DEFAULT_TTL, count = 1, interval: intervalNs = 0 } = flags;
      const payload = encodePayload(flags.payload);
      checkPayloads(payload, args, count);
      return { ...args, ttl, payload, count, intervalNs };
    },
    steps: sendInSteps,
    isLong: ({ count }) => count > FEW_PACKETS,
    text: renderSend,
  })),
];
