import { Address, parseAddressWithPrefix } from '../../core/address.js';
import { labCommand } from '../../execute/command.js';
import type { CommandSpec } from '../../execute/definition.js';
import type { ArgSpec } from '../../grammar/spec.js';
import { iifFlag } from '../../grammar/values.js';
import { unicastAdd, unicastCompute, unicastList, unicastRm } from '../../ops/network/unicast.js';
import { renderUnicastAdd, renderUnicastList, renderUnicastRm } from '../../render/network/unicast.js';
import { given } from '../given.js';

const prefixArg: ArgSpec<ReturnType<typeof parseAddressWithPrefix>, true> = {
  label: 'PREFIX',
  summary: 'network, such as 10.1.3.0/24',
  required: true,
  parse: parseAddressWithPrefix,
};

/** The commands about unicast routes, in the order of help. */
export const UNICAST_COMMANDS: readonly CommandSpec[] = [
  labCommand('unicast add', () => ({
    summary: 'add a unicast route',
    description: 'Multicast routing asks the unicast routes for the way back to a source: the RPF interface. See show rpf.',
    examples: [{ does: 'add a route by way of a neighbor', line: 'unicast add 10.1.3.0/24 --via r1:eth2 --gateway 10.0.2.2' }],
    args: { prefix: prefixArg },
    flags: {
      via: { ...iifFlag, summary: 'interface by which packets leave' },
      gateway: {
        kind: 'option',
        label: 'ADDRESS',
        summary: 'address of the next router (default: the network is on the segment)',
        multiple: false,
        parse: Address.parse,
      },
    },
    changes: true,
    toRequest: ({ args, flags }) => ({ prefix: args.prefix, via: given(flags.via), gateway: flags.gateway ?? null }),
    op: unicastAdd,
    text: renderUnicastAdd,
  })),
  labCommand('unicast rm', () => ({
    summary: 'remove a unicast route',
    examples: [{ does: 'remove a route of r1', line: 'unicast rm 10.1.3.0/24 --router r1' }],
    args: { prefix: prefixArg },
    flags: {},
    changes: true,
    toRequest: ({ args }) => args,
    op: unicastRm,
    text: renderUnicastRm,
  })),
  labCommand('unicast compute', () => ({
    summary: 'compute the unicast routes of all routers',
    description:
      'Replaces the unicast routes by shortest paths over the links that are up. Of equally short ones, the neighbor with the lowest address is taken.',
    examples: [{ does: 'compute all routes', line: 'unicast compute' }],
    args: {},
    flags: {},
    changes: true,
    toRequest: () => null,
    op: unicastCompute,
    text: renderUnicastList,
  })),
  labCommand('unicast list', () => ({
    summary: 'list the unicast routes',
    examples: [{ does: 'list the unicast routes', line: 'unicast list' }],
    args: {},
    flags: {},
    changes: false,
    toRequest: () => null,
    op: unicastList,
    text: renderUnicastList,
  })),
];
