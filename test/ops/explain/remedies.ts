import { decodeLab, encodeLab } from '../../../src/codec/snapshot.js';
import { COMMANDS } from '../../../src/commands/index.js';
import type { Lab } from '../../../src/core/lab.js';
import { operationOf } from '../../../src/execute/execute.js';
import { dispatch } from '../../../src/grammar/dispatch.js';
import { splitWords } from '../../../src/grammar/words.js';
import type { Remedy } from '../../../src/ops/explain/help.js';
import type { PacketView } from '../../../src/ops/view/packet.js';

/** Carries out a line, as a script would, on a lab. @throws LabError if it is refused */
export function carryOutLine(lab: Lab, line: string): object {
  const found = dispatch(COMMANDS, splitWords(line));
  if (found.kind !== 'command') throw new Error(`${line} is no command`);
  const operation = operationOf(found.spec, found.words);
  if (operation === null) throw new Error(`${line} is not for a lab`);
  return operation(lab).body;
}

/**
 * The packets that the last command of a remedy let through, or let go, on a copy of the lab.
 *
 * @throws LabError if a command is refused
 */
export function packetsAfter(lab: Lab, { commands }: Remedy): readonly PacketView[] {
  const copy = decodeLab(encodeLab(lab));
  const results = commands.map((command) => carryOutLine(copy, command));
  const last = results.at(-1);
  if (last !== undefined && 'packets' in last) return last.packets as readonly PacketView[];
  if (last !== undefined && 'flushed' in last) return last.flushed as readonly PacketView[];
  return [];
}

/** Whether a remedy does what it promises. */
export function helps(lab: Lab, remedy: Remedy): boolean {
  const packet = packetsAfter(lab, remedy).at(-1);
  if (packet === undefined || packet.outcome !== 'forwarded') return false;
  const { oif } = remedy;
  return oif === null || packet.copies.some((copy) => copy.oif === oif || copy.oif === `eth${oif}`);
}
