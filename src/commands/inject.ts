import type { Address } from '../core/address.js';
import { LabError } from '../core/errors.js';
import { DEFAULT_TTL, formatHex, MAX_PAYLOAD_BYTES } from '../core/packet.js';
import { isPrintable } from '../core/printable.js';
import { askForParts } from '../execute/ask.js';
import { labCommand } from '../execute/command.js';
import type { Program } from '../execute/definition.js';
import { asked, groupArg, iifFlag, keyOf, parseHexPayload, sourceArg, ttlFlag } from '../grammar/values.js';
import type { ExplainedInjection } from '../ops/explain.js';
import type { InjectRequest } from '../ops/inject.js';
import { injectInSteps } from '../ops/inject.js';
import { renderInject } from '../render/inject.js';
import type { Style } from '../render/style.js';
import { given } from './given.js';
import { checkPayloads, encodePayload, FEW_PACKETS, payloadFlag, repeatFlags } from './packet-flags.js';

/** A line, as far as requests are made of it. */
interface GivenLine {
  readonly args: { readonly source: Address | undefined; readonly group: Address | undefined };
  readonly flags: {
    readonly iif: string | undefined;
    readonly ttl: number | undefined;
    readonly payload: string | undefined;
    readonly 'payload-hex': Uint8Array | undefined;
    readonly 'payload-file': string | undefined;
    readonly count: number | undefined;
    readonly interval: number | undefined;
    readonly 'fail-on-drop': boolean;
    readonly explain: boolean;
  };
}

const IN_STEPS = { steps: injectInSteps, isLong: ({ count }: InjectRequest) => count > FEW_PACKETS, text: renderInject };

export default labCommand('inject', () => ({
  summary: 'inject packets on an interface',
  description:
    'Prints the outcome of each packet and the reason: forwarded, queued until a route is installed, or dropped. On a terminal, prompts for missing values.',
  examples: [
    { does: 'inject one packet', line: 'inject 10.0.1.9 239.1.1.1 --iif eth1' },
    { does: 'set the TTL and the payload', line: 'inject 10.0.1.9 239.1.1.1 --iif eth1 --ttl 5 --payload hello' },
    { does: 'inject three packets, one second apart', line: 'inject 10.0.1.9 239.1.1.1 --iif eth1 --count 3 --interval 1s' },
    { does: 'print every decision', line: 'inject 10.0.1.9 239.1.1.1 --iif eth1 --explain' },
  ],
  args: { source: asked(sourceArg), group: asked(groupArg) },
  flags: {
    iif: iifFlag,
    ttl: ttlFlag,
    payload: payloadFlag,
    'payload-hex': {
      kind: 'option',
      label: 'HEX',
      summary: 'payload as hexadecimal digits, two per byte',
      multiple: false,
      allowEmpty: true,
      parse: parseHexPayload,
    },
    'payload-file': {
      kind: 'option',
      label: 'FILE',
      summary: 'file with the payload; - reads standard input',
      multiple: false,
      completes: 'file',
      parse: String,
    },
    ...repeatFlags,
    'fail-on-drop': { kind: 'switch', summary: 'exit with status 1 if any packet is dropped' },
    explain: { kind: 'switch', summary: 'print every decision for the first packet and for each one treated differently' },
  },
  changes: true,
  question: ({ args, flags }, words) =>
    askForParts({ source: args.source, group: args.group, iif: flags.iif, oifs: null }, words),
  toRequest: (line) => requestOf(line, payloadOn(line)),
  ...IN_STEPS,
  again: inOneLine,
  load: (line, jobOf) => {
    const { explain, 'payload-file': file } = line.flags;
    if (!explain && file === undefined) return null;
    const request = requestOf(line, payloadOn(line));
    return async (program) => {
      const read = file === undefined ? request : requestOf(line, readPayload(file, program));
      return explain ? jobOf(read, await explained(program)) : jobOf(read, IN_STEPS);
    };
  },
  failure: ({ packets }, { flags }) => {
    const dropped = packets.filter(({ outcome }) => outcome === 'dropped').length;
    if (!flags['fail-on-drop'] || dropped === 0) return null;
    const all = packets.length === 1 ? 'the packet was' : `${dropped} of ${packets.length} packets were`;
    return new LabError('PACKETS_DROPPED', `${all} dropped`);
  },
}));

/** The words of a line whose payload comes from a file or has what cannot be shown, or that does more than let packets arrive. */
function inOneLine({ key, iif, ttl, payload, count, intervalNs }: InjectRequest, { flags }: GivenLine): string[] | undefined {
  const text = flags.payload !== undefined && isPrintable(flags.payload) ? flags.payload : null;
  const isInLine = flags['payload-file'] === undefined && (flags.payload === undefined || text !== null);
  if (isInLine && !flags['fail-on-drop'] && !flags.explain) return undefined;
  return [
    ...[key.source.text, key.group.text, `--iif=${iif}`, '--ttl', `${ttl}`],
    ...(payload.length === 0 ? [] : [text === null ? `--payload-hex=${formatHex(payload)}` : `--payload=${text}`]),
    ...(count === 1 ? [] : ['--count', `${count}`]),
    ...(intervalNs === 0 ? [] : ['--interval', `${intervalNs}ns`]),
  ];
}

/** The same injection, told decision by decision. */
async function explained(program: Program) {
  const { injectAndExplain, renderExplainedInjection, writerFor } = await import('./later.js');
  const { write, shown } = writerFor(program);
  const text = (result: ExplainedInjection, style: Style) => shown(renderExplainedInjection(result, style, write));
  return { op: injectAndExplain, text };
}

/** The payload that stands on a line; none if it is in a file. @throws LabError `USAGE` if there is more than one */
function payloadOn({ flags }: GivenLine): Uint8Array {
  const { payload, 'payload-hex': hex, 'payload-file': file } = flags;
  if ([payload, hex, file].filter((given) => given !== undefined).length > 1) {
    throw new LabError('USAGE', '--payload, --payload-hex and --payload-file are mutually exclusive');
  }
  return hex ?? encodePayload(payload);
}

function readPayload(file: string, { context }: Program): Uint8Array {
  return context.machine.files.readBytes(file, MAX_PAYLOAD_BYTES.ipv6);
}

/** @throws LabError `USAGE`, `BAD_ADDRESS` */
function requestOf({ args, flags }: GivenLine, payload: Uint8Array): InjectRequest {
  const key = keyOf(given(args.source), given(args.group));
  const { ttl = DEFAULT_TTL, count = 1, interval: intervalNs = 0 } = flags;
  checkPayloads(payload, key, count);
  return { key, iif: given(flags.iif), ttl, payload, count, intervalNs };
}
