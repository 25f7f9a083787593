import type { Lab } from '../../core/lab.js';
import type { LinuxDecision } from '../../core/linux/decision.js';
import { FAMILY_RULES } from '../../core/linux/family-rules.js';
import { ShownRoute } from '../../core/linux/in-all-stacks.js';
import type { LinuxStack } from '../../core/linux/linux-stack.js';
import type { MfcRoute } from '../../core/linux/mfc-route.js';
import { MAX_WAITING } from '../../core/linux/unresolved-queue.js';
import type { Packet } from '../../core/packet.js';
import { RouteKey } from '../../core/route.js';
import type { RouteView } from '../view/route.js';
import { viewRoute, viewThreshold } from '../view/route.js';
import { linuxSourcesOf } from './linux-sources.js';
import type { Judged, StepView, TrapCode } from './step.js';
import { unless } from './step.js';

/**
 * Records a decision of Linux as data, with interfaces by name. Must be called at the time of the decision.
 *
 * @param number place among the steps of the packet, from 1
 */
export function viewLinuxStep(lab: Lab, stack: LinuxStack, packet: Packet, decision: LinuxDecision, number: number): StepView {
  return { number, ...judge(lab, stack, packet, decision), sources: linuxSourcesOf(decision.code, stack.family) };
}

type Of<Code extends LinuxDecision['code']> = Extract<LinuxDecision, { code: Code }>;

function judge(lab: Lab, stack: LinuxStack, packet: Packet, decision: LinuxDecision): Judged {
  const [source, group, iif] = [packet.source.text, packet.group.text, lab.interfaces.nameOf(packet.iif)];
  switch (decision.code) {
    case 'DESTINATION_ADDRESS':
      return { code: decision.code, ...unless(decision.reason), compared: { group }, traps: [] };
    case 'SOURCE_ADDRESS':
      return { code: decision.code, ...unless(decision.reason), compared: { source, iif }, traps: [] };
    case 'LINK_LOCAL_ADDRESS':
      return { code: decision.code, ...unless(decision.reason), compared: { source, group }, traps: [] };
    case 'REVERSE_PATH': {
      const traps: TrapCode[] = decision.reason === null ? [] : ['DROPPED_BEFORE_COUNTING'];
      const compared = { source, iif, rpFilter: decision.filter };
      return { code: decision.code, ...unless(decision.reason), compared, traps };
    }
    case 'LOCAL_DELIVERY':
      return {
        code: decision.code,
        passed: decision.isDelivered ? true : null,
        reason: null,
        compared: { iif, group },
        traps: [],
      };
    case 'INPUT_VIF':
      return judgeVif(lab, stack, decision);
    case 'ROUTE_LOOKUP':
      return judgeLookup(lab, stack, packet, decision);
    case 'QUEUE_SPACE':
      return judgeQueue(decision);
    case 'INPUT_INTERFACE':
    case 'WRONG_INPUT_EVENT':
      return judgeInput(lab, stack, iif, decision);
    case 'OUTGOING_INTERFACE':
      return judgeOutput(lab, stack, packet, decision);
    case 'LOOPED_COPY':
      return {
        code: decision.code,
        passed: decision.isLost ? false : null,
        reason: null,
        compared: { oif: lab.interfaces.nameOf(decision.interfaceId), ttl: decision.ttl },
        traps: [decision.isLost ? 'LOOP_LOST' : 'COUNTED_AGAIN'],
      };
  }
}

function judgeVif(lab: Lab, stack: LinuxStack, { code, interfaceId, vif }: Of<'INPUT_VIF'>): Judged {
  const isLookedUp = vif !== null || FAMILY_RULES[stack.family].looksUpWithoutVif;
  const reason = isLookedUp ? null : stack.forwarding ? 'INPUT_INTERFACE_HAS_NO_VIF' : 'FORWARDING_DISABLED';
  const compared = { iif: lab.interfaces.nameOf(interfaceId), vif };
  return { code, ...unless(reason), compared, traps: reason === null ? [] : ['DROPPED_BEFORE_COUNTING'] };
}

function viewMfc(lab: Lab, stack: LinuxStack, route: MfcRoute): RouteView {
  return viewRoute(lab, route.key, new ShownRoute(route, stack.router.vifs));
}

function judgeLookup(lab: Lab, stack: LinuxStack, packet: Packet, { code, route }: Of<'ROUTE_LOOKUP'>): Judged {
  const { source, group } = packet;
  const starred = new RouteKey(FAMILY_RULES[stack.family].any, group);
  const isUncovered = route === null && stack.router.mfc.find(starred) !== null;
  return {
    code,
    passed: route !== null,
    reason: null,
    compared: { source: source.text, group: group.text, route: route === null ? null : viewMfc(lab, stack, route) },
    traps: isUncovered ? ['STAR_ROUTE_DOES_NOT_COVER'] : [],
  };
}

function judgeQueue({ code, waiting, result }: Of<'QUEUE_SPACE'>): Judged {
  const event = result === 'inserted' ? 'missingRoute' : null;
  const traps: TrapCode[] = result === 'full' ? ['DROPPED_UNCOUNTED'] : waiting === MAX_WAITING - 1 ? ['LAST_PLACE'] : [];
  const compared = { waiting, maxPendingQueueSize: MAX_WAITING, event } as const;
  return { code, ...unless(result === 'full' ? 'NO_BUFFER_SPACE' : null), compared, traps };
}

function judgeInput(lab: Lab, stack: LinuxStack, iif: string, decision: Of<'INPUT_INTERFACE'> | Of<'WRONG_INPUT_EVENT'>): Judged {
  if (decision.code === 'WRONG_INPUT_EVENT') {
    const { silent } = decision;
    const compared = { iif, event: silent === null ? 'unexpectedInputInterface' : null, silent } as const;
    return { code: decision.code, passed: silent === null ? true : null, reason: null, compared, traps: [] };
  }
  const { route, isExpected, isVouchedFor } = decision;
  const expectedIif = lab.interfaces.nameOf(stack.router.vifs.interfaceOf(route.parent));
  const traps: readonly (TrapCode | null)[] = [
    isExpected ? null : 'COUNTED_ON_WRONG_INPUT',
    isExpected && route.outputs.length === 0 ? 'BLACK_HOLE' : null,
    isExpected && route.hasAnySource && route.hasAnyGroup && iif === expectedIif ? 'FROM_UPSTREAM' : null,
  ];
  return {
    code: decision.code,
    ...unless(isExpected ? null : 'UNEXPECTED_INPUT_INTERFACE'),
    compared: { iif, expectedIif, vouched: isVouchedFor },
    traps: traps.filter((trap) => trap !== null),
  };
}

function judgeOutput(lab: Lab, stack: LinuxStack, packet: Packet, { code, copy }: Of<'OUTGOING_INTERFACE'>): Judged {
  const { vifs } = stack.router;
  const oif = lab.interfaces.nameOf(copy.kind === 'copy' ? copy.oif : vifs.interfaceOf(copy.vif));
  const isSpent = copy.kind === 'skip' && copy.reason === 'TTL_BELOW_MINIMUM' && packet.ttl <= 1;
  const ttl = copy.kind === 'copy' ? copy.ttl + 1 : packet.ttl;
  return {
    code,
    ...unless(copy.kind === 'skip' ? copy.reason : null),
    compared: {
      oif,
      ttl,
      ...viewThreshold(copy.threshold + 1, stack),
      leavesWithTtl: copy.kind === 'copy' ? copy.ttl : null,
    },
    traps: isSpent ? ['SPENT_TTL_IS_COUNTED'] : [],
  };
}
