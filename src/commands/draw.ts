import type { Address } from '../core/address.js';
import { LabError } from '../core/errors.js';
import { command } from '../execute/command.js';
import type { ArgSpec } from '../execute/definition.js';
import { groupArg, integerFlag, keyOf, optional, sourceArg } from '../grammar/values.js';

/** Formats of drawings and their file suffixes. */
const FORMATS = { text: ['.txt'], svg: ['.svg'], mermaid: ['.mmd', '.mermaid'], dot: ['.dot', '.gv'] } as const;
export type Format = keyof typeof FORMATS;

const NAMES: readonly Format[] = ['text', 'svg', 'mermaid', 'dot'];

export default command('draw', () => ({
  summary: 'draw the router with its interfaces, routes and queues',
  description:
    'Draws text for a terminal of 80 columns, SVG that follows the light or dark theme of its page, or a graph for Mermaid or Graphviz. Packets enter on the left and leave on the right. Changes nothing.',
  usage: 'draw [--format text|svg|mermaid|dot] [--output FILE] [--route SOURCE GROUP | --packet ID] [FLAGS]',
  examples: [
    { does: 'draw on the terminal', line: 'draw' },
    { does: 'write an SVG for a slide', line: 'draw --output router.svg' },
    { does: 'show the path of a packet', line: 'draw --packet 1' },
    { does: 'draw one route or pending route', line: 'draw --route 10.0.1.9 239.1.1.1' },
    { does: 'render the graph with Graphviz', line: 'draw --format dot | dot -Tpng -o router.png' },
  ],
  args: { source: withRoute(sourceArg), group: withRoute(groupArg) },
  flags: {
    format: {
      kind: 'option',
      label: NAMES.join('|'),
      summary: 'output format',
      multiple: false,
      options: NAMES,
      defaultText: 'from the suffix of FILE, else text',
      parse: (text) => NAMES.find((name) => name === text) ?? 'text',
    },
    output: {
      kind: 'option',
      label: 'FILE',
      summary: 'output file, overwritten if it exists; - writes to standard output',
      multiple: false,
      short: 'o',
      completes: 'file',
      parse: String,
    },
    route: { kind: 'switch', summary: 'draw only the route or pending route for SOURCE and GROUP' },
    packet: integerFlag({
      label: 'ID',
      summary: 'packet whose path to highlight, one of the newest',
      min: 1,
      max: Number.MAX_SAFE_INTEGER,
    }),
  },
  changes: false,
  job: ({ args: { source, group }, flags: { format, output, packet, route } }) => {
    if (route && packet !== undefined) throw new LabError('USAGE', '--route and --packet exclude each other');
    const key = source === undefined || group === undefined ? null : keyOf(source, group);
    const file = output === undefined || output === '-' ? null : output;
    const request = { key, packet: packet ?? null };
    return async (program) => (await import('./later.js')).drawJob(request, format ?? formatOf(file), file, program);
  },
}));

/** An address for `--route`. */
function withRoute(spec: ArgSpec<Address, true>): ArgSpec<Address, false> {
  return { ...optional(spec), onlyWith: 'route' };
}

function formatOf(file: string | null): Format {
  return NAMES.find((name) => FORMATS[name].some((ending) => file?.toLowerCase().endsWith(ending))) ?? 'text';
}
