import { labAround } from '../../core/copy-lab.js';
import { LabError } from '../../core/errors.js';
import type { Lab } from '../../core/lab.js';
import type { PacketView } from '../view/packet.js';
import { viewPacket } from '../view/packet.js';
import type { Action, Arrival } from './action.js';
import { carryOut } from './action.js';

/** An attempt: some actions, then a packet. */
export interface Attempt {
  readonly actions: readonly Action[];
  readonly arrival: Arrival;
}

/** Result of an attempt. */
export type Tried =
  | {
      /** The copy of the lab after the attempt. */
      readonly after: Lab;
      readonly packet: PacketView;
      /** Packets released by an action. */
      readonly released: readonly PacketView[];
    }
  | { readonly refusal: LabError };

/** Makes an attempt on a copy of the lab. */
export function tryOut(lab: Lab, { actions, arrival }: Attempt): Tried {
  const after = labAround(lab, arrival.key);
  const { source, group } = arrival.key;
  try {
    const released = actions.flatMap((action) => carryOut(after, action));
    return { after, released, packet: viewPacket(after, after.inject({ ...arrival, source, group })) };
  } catch (error) {
    if (error instanceof LabError) return { refusal: error };
    throw error;
  }
}
