import { sameAddress } from '../core/address.js';
import type {
  DaemonEvent,
  DaemonRules,
  DaemonSettings,
  DaemonState,
  DaemonView,
  KnownSource,
  Reaction,
} from '../core/network/daemon.js';
import { planTrees } from './sparse-plan.js';
import { messagesBetween, operationsBetween, sameFlow, withMessage, withoutLostPeers } from './statements.js';

/**
 * PIM-SM (RFC 7761), and without a rendezvous point its source-specific part (RFC 4607). Each router tells its neighbors what it wants, once,
 * and takes it back when it does not want it any more: the steady states are those of the protocol, without its timers.
 */
export function sparseRules(settings: DaemonSettings): DaemonRules {
  return {
    react: (view, state, event) => react(settings, view, state, event),
    entries: (view, state) => planTrees(settings, view, state).entries,
  };
}

function react(settings: DaemonSettings, view: DaemonView, before: DaemonState, event: DaemonEvent): Reaction {
  const state = withoutLostPeers(view, takeIn(settings, before, event));
  const { told, routes, sources } = planTrees(settings, view, state);
  return {
    state: { heard: state.heard, told, sources, installed: routes.map(({ key }) => key) },
    messages: messagesBetween(state.told, told, settings.rp),
    operations: operationsBetween(view, state.installed, routes),
  };
}

function takeIn({ rp }: DaemonSettings, state: DaemonState, event: DaemonEvent): DaemonState {
  switch (event.type) {
    case 'changed':
      return state;
    case 'missingRoute':
    case 'unexpectedInputInterface':
      return rp === null ? state : withSource(state, { source: event.source, group: event.group, by: 'packet' });
    case 'message': {
      const { message, interfaceId, peer } = event;
      const { type, source, group, destination } = message;
      if (type !== 'register') return { ...state, heard: withMessage(state.heard, message, interfaceId, peer) };
      const isForUs = source !== null && destination !== null && rp !== null && sameAddress(destination, rp);
      return isForUs ? withSource(state, { source, group, by: 'register' }) : state;
    }
  }
}

function withSource(state: DaemonState, known: KnownSource): DaemonState {
  const isKnown = state.sources.some((each) => each.by === known.by && sameFlow(each, known));
  return isKnown ? state : { ...state, sources: [...state.sources, known] };
}
