import { MAX_STANDARD_INTERFACES, STANDARD_INTERFACES } from '../../core/lab.js';
import { parseNodeName } from '../../core/network/node-name.js';
import { labCommand } from '../../execute/command.js';
import type { CommandSpec } from '../../execute/definition.js';
import type { ArgSpec } from '../../grammar/spec.js';
import { integerFlag } from '../../grammar/values.js';
import { routerAdd, routerList, routerRm, routerUse } from '../../ops/network/router.js';
import { renderRouterAdd, renderRouterList, renderRouterRm, renderRouterUse } from '../../render/network/router.js';
import { stackFlag } from '../stack-flag.js';

/** NAME, of a router that exists. */
const routerArg: ArgSpec<string, true> = {
  label: 'NAME',
  summary: 'name of the router',
  required: true,
  completes: 'router',
  parse: String,
};

/** The commands about routers, in the order of help. */
export const ROUTER_COMMANDS: readonly CommandSpec[] = [
  labCommand('router add', () => ({
    summary: 'add a router',
    description:
      'The first router of every lab is r1. Interface N of the k-th router gets 10.(k-1).N.1/24 and fc00:(k-1):N::1/64. Name an interface of a router as r2:eth1; eth1 alone is one of the router in use.',
    examples: [
      { does: 'add a router with four interfaces', line: 'router add r2' },
      { does: 'add a router with the rules of gVisor of 2026', line: 'router add r3 --interfaces 2 --stack gvisor-2026' },
    ],
    args: {
      name: { label: 'NAME', summary: 'name of the new router', required: true, parse: (text) => parseNodeName('router', text) },
    },
    flags: {
      interfaces: integerFlag({
        label: 'N',
        summary: 'number of interfaces',
        min: 0,
        max: MAX_STANDARD_INTERFACES,
        defaultText: String(STANDARD_INTERFACES),
      }),
      stack: stackFlag('whose rules it follows', "the first router's"),
    },
    changes: true,
    toRequest: ({ args, flags }) => ({
      name: args.name,
      interfaces: flags.interfaces ?? STANDARD_INTERFACES,
      stack: flags.stack ?? null,
    }),
    op: routerAdd,
    text: renderRouterAdd,
  })),
  labCommand('router rm', () => ({
    summary: 'remove a router',
    description: 'Its links and hosts must have been removed. What the session remembers of its packets and events is forgotten.',
    examples: [{ does: 'remove r2', line: 'router rm r2' }],
    args: { name: routerArg },
    flags: {},
    changes: true,
    toRequest: ({ args }) => args,
    op: routerRm,
    text: renderRouterRm,
  })),
  labCommand('router use', () => ({
    summary: 'set the router that commands mean',
    description: 'It applies to commands that name no router, neither with --router nor before an interface.',
    examples: [{ does: 'use r2', line: 'router use r2' }],
    args: { name: routerArg },
    flags: {},
    changes: true,
    toRequest: ({ args }) => args,
    op: routerUse,
    text: renderRouterUse,
  })),
  labCommand('router list', () => ({
    summary: 'list the routers',
    examples: [{ does: 'list the routers', line: 'router list' }],
    args: {},
    flags: {},
    changes: false,
    toRequest: () => null,
    op: routerList,
    text: renderRouterList,
  })),
];
