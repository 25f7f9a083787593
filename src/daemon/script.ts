import { Address } from '../core/address.js';
import { parseDuration } from '../core/duration.js';
import { LabError } from '../core/errors.js';
import type { DaemonEvent, DaemonOperation, DaemonRules } from '../core/network/daemon.js';
import { quoteText } from '../core/printable.js';
import { RouteKey } from '../core/route.js';

/** `on EVENT [after DURATION]: OPERATION` */
const RULE = /^on\s+(missingRoute|unexpectedInputInterface)(?:\s+after\s+(\S+))?\s*:\s*(.+)$/;

/** Events that a script can name. */
type ScriptEvent = Extract<DaemonEvent, { source: Address }>;

/** One line of a script. */
interface ScriptRule {
  readonly on: string;
  readonly operation: (event: ScriptEvent) => DaemonOperation;
}

/**
 * A daemon that does what its script says, however late or wrong. SOURCE, GROUP and IIF in an operation are those of the event.
 *
 * @throws LabError `USAGE`
 */
export function scriptRules(lines: readonly string[]): DaemonRules {
  const rules = lines.flatMap((line, index) => parseRule(line.trim(), index + 1));
  return {
    react: (_view, state, event) => {
      const operations =
        event.type === 'changed' || event.type === 'message'
          ? []
          : rules.filter(({ on }) => on === event.type).map(({ operation }) => operation(event));
      return { state, messages: [], operations };
    },
    entries: () => [],
  };
}

function parseRule(line: string, number: number): ScriptRule[] {
  if (line === '' || line.startsWith('#')) return [];
  const [, on, after, words] = RULE.exec(line) ?? [];
  if (on === undefined || words === undefined) throw fault(number, `${quoteText(line)} is not a rule`);
  const afterNs = after === undefined ? 0 : parseDuration(after);
  const operation = parseOperation(words.split(/\s+/), number);
  return [{ on, operation: (event) => ({ ...operation(event), ...(afterNs > 0 && { afterNs }) }) }];
}

function parseOperation([first, second, source, group, ...rest]: string[], number: number): ScriptRule['operation'] {
  if (first !== 'route' || source === undefined || group === undefined) throw fault(number, 'expected route add or route rm');
  const keyOf = (event: ScriptEvent) => new RouteKey(address(source, event), address(group, event));
  for (const word of [source, group]) if (word !== 'SOURCE' && word !== 'GROUP') Address.parse(word);
  if (second === 'rm' && rest.length === 0) return (event) => ({ type: 'remove', key: keyOf(event) });
  if (second !== 'add') throw fault(number, 'expected route add or route rm');
  const { iif, oifs } = parseInterfaces(rest, number);
  return (event) => ({ type: 'add', request: { key: keyOf(event), iif: iif === 'IIF' ? event.iif : iif, oifs } });
}

function address(word: string, event: ScriptEvent): Address {
  if (word === 'SOURCE') return event.source;
  return word === 'GROUP' ? event.group : Address.parse(word);
}

function parseInterfaces(words: readonly string[], number: number): { iif: string; oifs: { oif: string; minTtl: number }[] } {
  const oifs: { oif: string; minTtl: number }[] = [];
  let iif: string | null = null;
  for (let at = 0; at < words.length; at += 2) {
    const [flag = '', value] = words.slice(at, at + 2);
    if (value === undefined) throw fault(number, `${flag} has no value`);
    if (flag === '--iif') iif = value;
    else if (flag === '--oif') oifs.push(parseOutput(value, number));
    else throw fault(number, `unexpected word ${quoteText(flag)}`);
  }
  if (iif === null || oifs.length === 0) throw fault(number, 'route add needs --iif and --oif');
  return { iif, oifs };
}

function parseOutput(text: string, number: number): { oif: string; minTtl: number } {
  const [, oif = '', ttl = '1'] = /^(.+?)(?::(\d{1,3}))?$/.exec(text) ?? [];
  if (oif === '' || Number(ttl) > 255) throw fault(number, `${quoteText(text)} is not an outgoing interface`);
  return { oif, minTtl: Number(ttl) };
}

function fault(number: number, what: string): LabError {
  const hint = 'Write rules such as: on missingRoute after 300ms: route add SOURCE GROUP --iif IIF --oif eth2';
  return new LabError('USAGE', `line ${number} of the daemon's script: ${what}`, hint);
}
