import { copyLabForKey } from '../../core/copy-lab.js';
import { LabError } from '../../core/errors.js';
import type { Lab } from '../../core/lab.js';
import type { PacketView } from '../view/packet.js';
import { viewPacket } from '../view/packet.js';
import type { Action, Arrival } from './action.js';
import { carryOut } from './action.js';

/** Something to be tried: that a packet arrives after some other things were done. */
export interface Attempt {
  readonly actions: readonly Action[];
  readonly arrival: Arrival;
}

/** What came of an attempt. */
export type Tried =
  | {
      /** A copy of the lab, on which all was done. */
      readonly after: Lab;
      readonly packet: PacketView;
      /** Packets that an action let go. */
      readonly released: readonly PacketView[];
    }
  | { readonly refusal: LabError };

/** Makes an attempt on a copy of the lab. */
export function tryOut(lab: Lab, { actions, arrival }: Attempt): Tried {
  const after = copyLabForKey(lab, arrival.key);
  const { source, group } = arrival.key;
  try {
    const released = actions.flatMap((action) => carryOut(after, action));
    return { after, released, packet: viewPacket(after, after.inject({ ...arrival, source, group })) };
  } catch (error) {
    if (error instanceof LabError) return { refusal: error };
    throw error;
  }
}
