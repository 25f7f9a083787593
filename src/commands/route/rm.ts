import { LabError } from '../../core/errors.js';
import { askToConfirm } from '../../execute/ask.js';
import { labCommand } from '../../execute/command.js';
import { optional, routeGroupArg, routeKeyOf, routeSourceArg } from '../../grammar/values.js';
import type { RouteRmRequest } from '../../ops/route/rm.js';
import { routeRm } from '../../ops/route/rm.js';
import { renderRouteRm } from '../../render/route/rm.js';

export default labCommand('route rm', () => ({
  summary: 'remove one or all installed routes',
  description:
    'Pending routes remain; in a linux session, --all removes them too. Asks for confirmation before removing all routes.',
  examples: [
    { does: 'remove one route', line: 'route rm 10.0.1.9 239.1.1.1' },
    { does: 'remove all routes without confirmation', line: 'route rm --all --yes' },
  ],
  args: { source: optional(routeSourceArg), group: optional(routeGroupArg) },
  flags: {
    all: { kind: 'switch', summary: 'remove every installed route of both families' },
    yes: { kind: 'switch', summary: 'skip the confirmation', short: 'y' },
  },
  changes: true,
  question: ({ args, flags }, words) =>
    flags.all && !flags.yes && args.source === undefined
      ? askToConfirm('Remove all installed routes?', 'not removing all routes without confirmation', words)
      : null,
  toRequest: ({ args: { source, group }, flags }): RouteRmRequest => {
    if (flags.all) {
      if (source !== undefined) throw new LabError('USAGE', 'SOURCE GROUP and --all are mutually exclusive');
      return { key: 'all' };
    }
    if (source === undefined)
      throw new LabError('USAGE', 'SOURCE and GROUP are missing', 'To remove all routes: mcast route rm --all');
    if (group === undefined) throw new LabError('USAGE', 'GROUP is missing');
    return routeKeyOf(source, group);
  },
  op: routeRm,
  text: renderRouteRm,
}));
