import type { DaemonKind } from '../../core/network/daemon.js';
import { DAEMON_KINDS } from '../../core/network/daemon.js';
import { labCommand } from '../../execute/command.js';
import type { CommandSpec } from '../../execute/definition.js';
import { daemonList, daemonStart, daemonStop } from '../../ops/network/daemon.js';
import { renderDaemons } from '../../render/network/daemon.js';

/** The commands about daemons, in the order of help. */
export const DAEMON_COMMANDS: readonly CommandSpec[] = [
  labCommand('daemon start', () => ({
    summary: 'start a daemon that installs routes',
    description:
      'Starts it on every router, or with --router on one. ssm joins (S,G) hop by hop towards the source; sparse joins towards a rendezvous point, then switches to the source tree; dense floods and prunes; script follows rules. Messages are under way on links as packets are.',
    examples: [
      { does: 'start source-specific multicast', line: 'daemon start ssm' },
      { does: 'start sparse mode with r1 as the rendezvous point', line: 'daemon start sparse --rp r1:eth1' },
      {
        does: 'start a slow daemon on r1',
        line: "daemon start script --router r1 --rule 'on missingRoute after 300ms: route add SOURCE GROUP --iif IIF --oif eth2'",
      },
    ],
    args: {
      kind: {
        label: 'KIND',
        summary: 'how it builds trees',
        required: true,
        options: [...DAEMON_KINDS],
        parse: (text): DaemonKind => DAEMON_KINDS.find((kind) => kind === text) ?? 'ssm',
      },
    },
    flags: {
      rp: {
        kind: 'option',
        label: 'IF',
        summary: 'sparse: an interface of the rendezvous point',
        multiple: false,
        parse: String,
      },
      switchover: {
        kind: 'option',
        label: 'WHEN',
        summary: 'sparse: when last-hop routers join the source tree',
        multiple: false,
        options: ['immediate', 'never'],
        defaultText: 'immediate',
        parse: (text) => (text === 'never' ? ('never' as const) : ('immediate' as const)),
      },
      rule: { kind: 'option', label: 'RULE', summary: 'script: a rule; repeatable', multiple: true, parse: String },
    },
    changes: true,
    toRequest: ({ args, flags }) => ({
      kind: args.kind,
      rp: flags.rp ?? null,
      switchover: flags.switchover ?? 'immediate',
      rules: flags.rule,
    }),
    op: daemonStart,
    text: renderDaemons,
  })),
  labCommand('daemon stop', () => ({
    summary: 'stop the daemons',
    description: 'Stops all, or with --router one. The routes that they installed are removed.',
    examples: [{ does: 'stop all daemons', line: 'daemon stop' }],
    args: {},
    flags: {},
    changes: true,
    toRequest: () => null,
    op: daemonStop,
    text: renderDaemons,
  })),
  labCommand('daemon list', () => ({
    summary: 'list the daemons and the trees that they keep',
    examples: [{ does: 'list the daemons', line: 'daemon list' }],
    args: {},
    flags: {},
    changes: false,
    toRequest: () => null,
    op: daemonList,
    text: renderDaemons,
  })),
];
