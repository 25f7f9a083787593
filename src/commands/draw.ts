import type { Address } from '../core/address.js';
import { LabError } from '../core/errors.js';
import { command } from '../execute/command.js';
import type { ArgSpec } from '../execute/definition.js';
import { groupArg, integerFlag, keyOf, optional, sourceArg } from '../grammar/values.js';

/** What a drawing is written in, and how names of files end that hold one. */
const FORMATS = { text: ['.txt'], svg: ['.svg'], mermaid: ['.mmd', '.mermaid'], dot: ['.dot', '.gv'] } as const;
export type Format = keyof typeof FORMATS;

const NAMES: readonly Format[] = ['text', 'svg', 'mermaid', 'dot'];

export default command('draw', () => ({
  summary: 'draw the router: its interfaces, routes and queues',
  description:
    'As text for a terminal of 80 columns, as SVG for a slide, light or dark as the page context it, or as a graph for Mermaid or Graphviz. Packets come in on the left and leave on the right. It changes nothing.',
  usage: 'draw [--format text|svg|mermaid|dot] [--output FILE] [--route SOURCE GROUP | --packet ID] [FLAGS]',
  examples: [
    { does: 'on the terminal', line: 'draw' },
    { does: 'for a slide', line: 'draw --output router.svg' },
    { does: 'the way of a packet', line: 'draw --packet 1' },
    { does: 'one route or pending entry', line: 'draw --route 10.0.1.9 239.1.1.1' },
    { does: 'a graph, which Graphviz makes a picture of', line: 'draw --format dot | dot -Tpng -o router.png' },
  ],
  args: { source: withRoute(sourceArg), group: withRoute(groupArg) },
  flags: {
    format: {
      kind: 'option',
      label: NAMES.join('|'),
      summary: 'what it is drawn as',
      multiple: false,
      options: NAMES,
      defaultText: "what FILE's name ends with, else text",
      parse: (text) => NAMES.find((name) => name === text) ?? 'text',
    },
    output: {
      kind: 'option',
      label: 'FILE',
      summary: 'file to write the drawing to, in place of what is there; - is standard output',
      multiple: false,
      short: 'o',
      completes: 'file',
      parse: String,
    },
    route: { kind: 'switch', summary: 'only the route or pending entry of SOURCE and GROUP, which follow' },
    packet: integerFlag({
      label: 'ID',
      summary: 'mark the path of this packet, one of the newest',
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

/** An address that belongs to `--route`. */
function withRoute(spec: ArgSpec<Address, true>): ArgSpec<Address, false> {
  return { ...optional(spec), onlyWith: 'route' };
}

function formatOf(file: string | null): Format {
  return NAMES.find((name) => FORMATS[name].some((ending) => file?.toLowerCase().endsWith(ending))) ?? 'text';
}
