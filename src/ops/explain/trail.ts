import { tellingDecisions } from '../../core/decision.js';
import type { Lab } from '../../core/lab.js';
import type { RouteKey } from '../../core/route.js';
import type { StepView } from './step.js';
import { viewStep } from './step.js';

/** How a packet was decided on. */
export interface Trail {
  /** Id of the packet. */
  readonly packet: number;
  readonly steps: readonly StepView[];
}

/**
 * Does something with a lab, and tells how its router decided on packets of a key: of the first one, and of each that it decided on
 * otherwise than on the one before it.
 */
export function followPackets<Result>(
  lab: Lab,
  key: RouteKey,
  action: () => Result,
): { result: Result; trails: readonly Trail[] } {
  const trails: Trail[] = [];
  let current: { packet: number; steps: StepView[] } = { packet: 0, steps: [] };
  let lastPath = '';
  const finish = () => {
    const path = JSON.stringify(current.steps.map(({ code, passed, reason, traps }) => [code, passed, reason, traps]));
    if (current.packet > 0 && path !== lastPath) trails.push(current);
    lastPath = path;
  };
  const result = tellingDecisions(
    lab.routerOf(key),
    (packet, decision) => {
      if (packet.id !== current.packet) {
        finish();
        current = { packet: packet.id, steps: [] };
      }
      current.steps.push(viewStep(lab, packet, decision, current.steps));
    },
    action,
  );
  finish();
  return { result, trails };
}
