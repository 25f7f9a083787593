import { Address, sameAddress } from '../../core/address.js';
import { LabError } from '../../core/errors.js';
import type { RouteKey } from '../../core/route.js';
import type { CommandSpec } from '../../execute/definition.js';
import { allFlags } from '../../grammar/globals.js';
import { sortWords } from '../../grammar/parse.js';
import { splitWords } from '../../grammar/words.js';
import type { History, LoggedLine } from '../../session/history.js';

/**
 * The newest command in the history that installed a route of the key; null if none is known.
 *
 * @param commands must include `route add`
 */
export function installedBy(history: History, key: RouteKey, commands: readonly CommandSpec[]): LoggedLine | null {
  const done = [...history.earlier, ...history.steps.slice(0, history.position).flatMap(({ lines }) => lines)];
  const spec = commands.find(({ id }) => id === 'route add');
  return spec === undefined ? null : (done.findLast(({ line }) => installs(line, key, spec)) ?? null);
}

function installs(line: string, { source, group }: RouteKey, spec: CommandSpec): boolean {
  if (!line.startsWith(`${spec.id} `)) return false;
  try {
    const [first = '', second = ''] = sortWords(allFlags(spec), splitWords(line.slice(spec.id.length))).args;
    return sameAddress(Address.parse(first), source) && sameAddress(Address.parse(second), group);
  } catch (error) {
    // The history is foreign.
    if (error instanceof LabError) return false;
    throw error;
  }
}
