import type { Address } from '../core/address.js';
import { LabError } from '../core/errors.js';
import { escapeText } from '../core/printable.js';
import type { RouteKey } from '../core/route.js';
import { command } from '../execute/command.js';
import type { ArgSpec } from '../grammar/spec.js';
import { groupArg, integerFlag, keyOf, optional, sourceArg } from '../grammar/values.js';
import type { Format } from './draw-job.js';

/** Formats of drawings and their file suffixes. */
const FORMATS: Readonly<Record<Format, readonly string[]>> = {
  text: ['.txt'],
  svg: ['.svg'],
  mermaid: ['.mmd', '.mermaid'],
  dot: ['.dot', '.gv'],
};

const NAMES: readonly Format[] = ['text', 'svg', 'mermaid', 'dot'];

export default command('draw', () => ({
  summary: 'draw the router with its interfaces, routes and queues',
  description:
    'Draws text that fits the terminal, SVG that follows the light or dark theme of its page, or a graph for Mermaid or Graphviz. Packets enter on the left and leave on the right. A drawing says how much it omits; --all omits nothing. Changes nothing.',
  usage: 'draw [--format text|svg|mermaid|dot] [--output FILE] [--route SOURCE GROUP … | --packet ID] [--all] [FLAGS]',
  examples: [
    { does: 'draw on the terminal', line: 'draw' },
    { does: 'write an SVG for a slide', line: 'draw --output router.svg' },
    { does: 'show the path of a packet', line: 'draw --packet 1' },
    { does: 'draw one route or pending route', line: 'draw --route 10.0.1.9 239.1.1.1' },
    { does: 'draw two routes', line: 'draw --route 10.0.1.9 239.1.1.1 --route 10.0.1.9 239.1.1.2' },
    { does: 'render the graph with Graphviz', line: 'draw --format dot | dot -Tpng -o router.png' },
  ],
  args: { source: withRoute(sourceArg), group: withRoute(groupArg), more: moreArg },
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
    route: {
      kind: 'switch',
      isRepeatable: true,
      summary: 'draw only the route or pending route for SOURCE and GROUP; repeatable',
    },
    all: { kind: 'switch', summary: 'omit nothing, however large the drawing gets' },
    packet: integerFlag({
      label: 'ID',
      summary: 'packet whose path to highlight, one of the newest',
      min: 1,
      max: Number.MAX_SAFE_INTEGER,
    }),
  },
  changes: false,
  job: ({ args: { source, group, more }, flags: { format, output, packet, route, all } }) => {
    if (route && packet !== undefined) throw new LabError('USAGE', '--route and --packet are mutually exclusive');
    const keys = source === undefined || group === undefined ? null : keysOf([source, group, ...more]);
    const file = output === undefined || output === '-' ? null : output;
    const request = { keys, packet: packet ?? null };
    const drawing = { format: format ?? formatOf(file), isWhole: all, output: file };
    return async (program) => (await import('./later.js')).drawJob(request, drawing, program);
  },
}));

/** An address for `--route`. */
function withRoute(spec: ArgSpec<Address, true>): ArgSpec<Address, false> {
  return { ...optional(spec), onlyWith: 'route' };
}

/** Further pairs of addresses. */
const moreArg = {
  label: 'SOURCE GROUP',
  summary: 'further routes, each after another --route',
  required: false,
  isRest: true,
  onlyWith: 'route',
  parse: (text: string) => sourceArg.parse(text),
} as const;

function keysOf(addresses: readonly Address[]): RouteKey[] {
  return addresses.flatMap((source, index) => {
    if (index % 2 === 1) return [];
    const group = addresses[index + 1];
    if (group === undefined)
      throw new LabError('USAGE', `--route ${source.text} requires a GROUP`, 'Write --route SOURCE GROUP.');
    return [keyOf(source, group)];
  });
}

/** By the ending of a file's name; text where there is none. */
function formatOf(file: string | null): Format {
  const ending = /[^/\\]\.[^./\\]+$/.exec(file ?? '')?.[0].slice(1);
  if (file === null || ending === undefined) return 'text';
  const format = NAMES.find((name) => FORMATS[name].includes(ending.toLowerCase()));
  if (format !== undefined) return format;
  const known = Object.values(FORMATS).flat();
  throw new LabError(
    'USAGE',
    `unknown file extension ${escapeText(ending)}`,
    `Use ${known.slice(0, -1).join(', ')} or ${known.at(-1)}, or choose a format with --format.`,
  );
}
