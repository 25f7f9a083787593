import { tellingDecisions } from '../../core/decision.js';
import { asGvisor } from '../../core/gvisor/as-gvisor.js';
import type { Lab } from '../../core/lab.js';
import type { RouteKey } from '../../core/route.js';
import type { StepView } from './step.js';
import { viewStep } from './step.js';

/** Decisions about a packet. */
export interface Trail {
  /** Id of the packet. */
  readonly packet: number;
  readonly steps: readonly StepView[];
}

/**
 * Performs an action on a lab and records the router's decisions about packets of a key: about the first packet, and about each one
 * treated differently from the one before it.
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
    asGvisor(lab.routerOf(key)),
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
