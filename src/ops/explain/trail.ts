import { tellingDecisions } from '../../core/decision.js';
import { asGvisor } from '../../core/gvisor/as-gvisor.js';
import type { Lab } from '../../core/lab.js';
import { LinuxStack } from '../../core/linux/linux-stack.js';
import type { Packet } from '../../core/packet.js';
import type { RouteKey } from '../../core/route.js';
import { viewLinuxStep } from './linux-step.js';
import type { StepView } from './step.js';
import { viewStep } from './step.js';

/** Steps of one packet that are kept: looped copies can make very many. */
const MAX_STEPS = 200;

/** Decisions about a packet. */
export interface Trail {
  /** Id of the packet. */
  readonly packet: number;
  readonly steps: readonly StepView[];
  /** linux: number of steps that are not listed, since looped copies made very many. */
  readonly omitted?: number;
}

/** The trail of a packet, as far as it is known. */
class Steps {
  readonly steps: StepView[] = [];
  omitted = 0;

  constructor(readonly packet: number) {}

  add(view: (earlier: readonly StepView[]) => StepView): void {
    if (this.steps.length < MAX_STEPS) this.steps.push(view(this.steps));
    else this.omitted += 1;
  }

  get trail(): Trail {
    const { packet, steps, omitted } = this;
    return omitted === 0 ? { packet, steps } : { packet, steps, omitted };
  }
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
  let current = new Steps(0);
  let lastPath = '';
  const finish = () => {
    const path = JSON.stringify(current.steps.map(({ code, passed, reason, traps }) => [code, passed, reason, traps]));
    if (current.packet > 0 && path !== lastPath) trails.push(current.trail);
    lastPath = path;
  };
  const note = ({ id }: Packet, view: (earlier: readonly StepView[]) => StepView) => {
    if (id !== current.packet) {
      finish();
      current = new Steps(id);
    }
    current.add(view);
  };
  const result = tellingAny(lab, key, note, action);
  finish();
  return { result, trails };
}

function tellingAny<Result>(
  lab: Lab,
  key: RouteKey,
  note: (packet: Packet, view: (earlier: readonly StepView[]) => StepView) => void,
  action: () => Result,
): Result {
  const router = lab.routerOf(key);
  if (router instanceof LinuxStack) {
    return tellingDecisions(
      router.router.forwarder,
      (packet, decision) => note(packet, ({ length }) => viewLinuxStep(lab, router, packet, decision, length + 1)),
      action,
    );
  }
  return tellingDecisions(
    asGvisor(router),
    (packet, decision) => note(packet, (earlier) => viewStep(lab, packet, decision, earlier)),
    action,
  );
}
