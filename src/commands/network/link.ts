import { parseAddressWithPrefix } from '../../core/address.js';
import { DEFAULT_DELAY_NS } from '../../core/network/link.js';
import { parseNodeName } from '../../core/network/node-name.js';
import { labCommand } from '../../execute/command.js';
import type { CommandSpec } from '../../execute/definition.js';
import type { ArgSpec } from '../../grammar/spec.js';
import { durationFlag } from '../../grammar/values.js';
import { linkAdd, linkList, linkRm, linkSet } from '../../ops/network/link.js';
import { renderLinkAdd, renderLinkList, renderLinkRm, renderLinkSet } from '../../render/network/link.js';

/** LINK, one that exists. */
const linkArg: ArgSpec<string, true> = {
  label: 'LINK',
  summary: 'name of the link',
  required: true,
  completes: 'link',
  parse: String,
};

/** The commands about links, in the order of help. */
export const LINK_COMMANDS: readonly CommandSpec[] = [
  labCommand('link add', () => ({
    summary: 'connect interfaces of routers',
    description:
      'What leaves by one end arrives at all others, after the delay. The ends get addresses .1, .2 and so on in one subnet, that of the first end unless --subnet gives another. iface set --address changes them.',
    examples: [
      { does: 'connect two routers', line: 'link add r1:eth2 r2:eth1' },
      {
        does: 'create a segment of three routers with a delay of 5 ms',
        line: 'link add r1:eth3 r2:eth3 r3:eth3 --delay 5ms --name lan',
      },
    ],
    args: {
      ends: {
        label: 'IF',
        summary: 'interface, such as r1:eth2; two or more',
        required: true,
        isRest: true,
        completes: 'interface',
        parse: String,
      },
    },
    flags: {
      delay: { ...durationFlag('DURATION', 'how long a copy is under way'), defaultText: '1ms' },
      name: {
        kind: 'option',
        label: 'NAME',
        summary: 'name of the link',
        multiple: false,
        defaultText: 'l1, l2 and so on',
        parse: (text) => parseNodeName('link', text),
      },
      subnet: {
        kind: 'option',
        label: 'CIDR',
        summary: 'subnet of the ends, such as 10.9.0.0/24',
        multiple: false,
        defaultText: "the first end's",
        parse: parseAddressWithPrefix,
      },
    },
    changes: true,
    toRequest: ({ args, flags }) => ({
      ends: args.ends,
      delayNs: flags.delay ?? DEFAULT_DELAY_NS,
      name: flags.name ?? null,
      subnet: flags.subnet ?? null,
    }),
    op: linkAdd,
    text: renderLinkAdd,
  })),
  labCommand('link rm', () => ({
    summary: 'remove a link',
    description: 'The interfaces keep their addresses. Refused while copies of packets are under way on it.',
    examples: [{ does: 'remove link l1', line: 'link rm l1' }],
    args: { name: linkArg },
    flags: {},
    changes: true,
    toRequest: ({ args }) => args,
    op: linkRm,
    text: renderLinkRm,
  })),
  labCommand('link set', () => ({
    summary: 'turn a link up or down',
    description: 'A link that is down carries nothing; copies under way on it are lost.',
    examples: [{ does: 'turn link l1 down', line: 'link set l1 down' }],
    args: {
      name: linkArg,
      state: {
        label: 'up|down',
        summary: 'whether it carries packets',
        required: true,
        options: ['up', 'down'],
        parse: (text) => text === 'up',
      },
    },
    flags: {},
    changes: true,
    toRequest: ({ args }) => ({ name: args.name, up: args.state }),
    op: linkSet,
    text: renderLinkSet,
  })),
  labCommand('link list', () => ({
    summary: 'list the links',
    examples: [{ does: 'list the links', line: 'link list' }],
    args: {},
    flags: {},
    changes: false,
    toRequest: () => null,
    op: linkList,
    text: renderLinkList,
  })),
];
