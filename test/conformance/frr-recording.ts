import { TraceError } from './trace.js';

/** What test/conformance/frr/*.json hold, as far as the replay reads it. */
export interface FrrRecording {
  readonly name: string;
  readonly mode: 'ssm' | 'sparse';
  readonly topology: FrrTopology;
  readonly steps: readonly FrrStep[];
}

interface FrrTopology {
  readonly routers: readonly string[];
  readonly links: readonly { readonly name: string; readonly subnet: string; readonly ends: readonly string[] }[];
  readonly interfaces: Readonly<Record<string, string>>;
  readonly loopbacks: Readonly<Record<string, string>>;
  readonly hosts: Readonly<Record<string, { readonly on: readonly string[]; readonly addr: string }>>;
  readonly rp: { readonly router: string; readonly addr: string } | null;
  readonly switchover: 'immediate' | 'never' | null;
  readonly sender: { readonly ttl: number };
}

export interface FrrEvent {
  readonly do: 'join' | 'leave' | 'start' | 'stop' | 'link-down' | 'link-up' | 'wait';
  readonly host?: string;
  readonly group?: string;
  readonly source?: string;
  readonly link?: string;
}

/** A unicast route: `via` as `r2 10.0.2.2`. */
export interface FrrRoute {
  readonly to: string;
  readonly via: readonly string[];
  readonly out: readonly string[];
  readonly hops: number;
}

export interface FrrStep {
  readonly step: number;
  readonly events: readonly FrrEvent[];
  readonly routes?: Readonly<Record<string, readonly FrrRoute[]>>;
  readonly late: FrrObservation;
}

export interface FrrEntry {
  readonly source: string;
  readonly group: string;
  readonly iif: string | null;
  readonly oifs: readonly string[];
}

export interface FrrReceived {
  readonly host: string;
  readonly source: string;
  readonly group: string;
  readonly sent: number;
  readonly packets: number;
  readonly ttl: readonly number[];
}

interface FrrObservation {
  readonly state: Readonly<Record<string, readonly (FrrEntry & { readonly kernel_oifs?: readonly string[] })[]>>;
  readonly received: readonly FrrReceived[];
  readonly differs_from_model: readonly { readonly kind: string; readonly class: string }[];
  readonly agrees_with_model: boolean;
  readonly artefacts: readonly string[];
}

/** @throws TraceError if the text is no recording */
export function parseFrrRecording(text: string): FrrRecording {
  const document: unknown = JSON.parse(text);
  if (!isRecording(document)) throw new TraceError('not a recording of FRR');
  return document;
}

/** The recordings are a part of this repository: their shape is checked where a file may be something else. */
function isRecording(document: unknown): document is FrrRecording {
  return typeof document === 'object' && document !== null && 'topology' in document && 'steps' in document;
}
