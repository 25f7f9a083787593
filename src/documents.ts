/**
 * The documents that `--json` prints, as types. The build makes `output.schema.json` of them.
 *
 * @packageDocumentation
 */
import type { Candidate } from './completion/candidate.js';
import type { AdvanceClockResult } from './ops/advance-clock.js';
import type { Change, DiffResult } from './ops/diff.js';
import type { Picture } from './ops/draw.js';
import type { ExpectResult } from './ops/expect.js';
import type { ExplainRouteResult } from './ops/explain/route.js';
import type { ExplainedInjection, ExplainResult } from './ops/explain.js';
import type { ForwardingResult } from './ops/forwarding/on.js';
import type { IfaceResult } from './ops/iface/add.js';
import type { MembershipResult } from './ops/iface/join.js';
import type { IfaceRmResult } from './ops/iface/rm.js';
import type { IfaceSetResult } from './ops/iface/set.js';
import type { InitResult } from './ops/init.js';
import type { InjectResult } from './ops/inject.js';
import type { DaemonResult } from './ops/network/daemon.js';
import type { HostListResult, HostMembershipResult, HostResult } from './ops/network/host.js';
import type { LinkListResult, LinkResult } from './ops/network/link.js';
import type { RouterListResult, RouterResult } from './ops/network/router.js';
import type { SendResult } from './ops/network/send.js';
import type { UnicastListResult, UnicastResult } from './ops/network/unicast.js';
import type { OriginateResult } from './ops/originate.js';
import type { RouteAddResult } from './ops/route/add.js';
import type { RouteRmResult } from './ops/route/rm.js';
import type { RouteShowResult } from './ops/route/show.js';
import type { RouteTouchResult } from './ops/route/touch.js';
import type { ShowResult } from './ops/show.js';
import type { StackSetResult } from './ops/stack/set.js';
import type { TimelineResult } from './ops/timeline.js';
import type { VifResult } from './ops/vif/add.js';
import type { VifRmResult } from './ops/vif/rm.js';
import type { WaitResult } from './ops/wait.js';
import type { Comparison } from './render/compare.js';
import type { TriedView } from './render/lesson/check-file.js';
import type { CheckView, LessonView } from './render/lesson/lesson.js';
import type { ListedLesson } from './render/lesson/list.js';
import type { LearnerView } from './render/lesson/report.js';
import type { Log } from './render/log.js';
import type { TestedScript } from './render/test.js';
import type { Moved, ShownStep } from './render/undo.js';
import type { Deeds } from './render/watch/deeds.js';
import type { Examined } from './session/check.js';
import type { ListedSession } from './session/finder.js';
import type { SessionRef } from './session/session-ref.js';

/** A session, by name and file. */
interface NamedSession {
  /** Null for a session given by its path. */
  readonly session: string | null;
  readonly path: string;
}

interface FromTo {
  readonly from: SessionRef;
  readonly to: SessionRef;
}

interface BegunLesson extends LessonView {
  readonly session: string;
  /** True if the lesson had been begun before. */
  readonly resumed: boolean;
}

interface Text {
  readonly text: string;
}

type MovedSteps = Omit<Moved, 'steps'>;

type RowSubject = 'route' | 'pending' | 'interface' | 'event' | 'timer' | 'packet';
type OtherSubject = 'last-packet' | 'counter' | 'clock' | 'forwarding';

/** The members of each command's document, besides those of {@link Envelope}. */
export interface Results extends Record<`expect ${RowSubject | `no ${RowSubject}` | OtherSubject}`, ExpectResult> {
  init: NamedSession & InitResult;
  'route add': RouteAddResult;
  'route rm': RouteRmResult;
  'route show': RouteShowResult;
  'route touch': RouteTouchResult;
  inject: InjectResult | ExplainedInjection;
  explain: ExplainResult;
  'explain route': ExplainRouteResult;
  'advance-clock': AdvanceClockResult;
  show: ShowResult;
  'router add': RouterResult;
  'router rm': RouterResult;
  'router use': RouterResult;
  'router list': RouterListResult;
  'link add': LinkResult;
  'link rm': LinkResult;
  'link set': LinkResult & { readonly lost: number };
  'link list': LinkListResult;
  'host add': HostResult;
  'host rm': HostResult;
  'host join': HostMembershipResult;
  'host leave': HostMembershipResult;
  'host list': HostListResult;
  send: SendResult;
  'unicast add': UnicastResult;
  'unicast rm': UnicastResult;
  'unicast compute': UnicastListResult;
  'unicast list': UnicastListResult;
  'daemon start': DaemonResult;
  'daemon stop': DaemonResult;
  'daemon list': DaemonResult;
  draw: Picture & { readonly format: string; readonly output: string | null; readonly drawing: string | null };
  timeline: TimelineResult;
  'iface add': IfaceResult;
  'iface rm': IfaceRmResult;
  'iface set': IfaceSetResult;
  'iface join': MembershipResult;
  'iface leave': MembershipResult;
  originate: OriginateResult;
  'stack set': StackSetResult;
  'vif add': VifResult;
  'vif rm': VifRmResult;
  'forwarding on': ForwardingResult;
  'forwarding off': ForwardingResult;
  'expect refused': Omit<ExpectResult, 'nowNs'>;
  wait: WaitResult;
  watch: NamedSession & {
    readonly nowNs: number;
    readonly wasNs: number | null;
    readonly step: number;
    readonly deeds: Deeds;
    readonly changes: readonly Change[] | null;
  };
  test: { readonly passed: number; readonly failed: number; readonly tests: readonly TestedScript[] };
  compare: Comparison;
  undo: MovedSteps & { readonly undone: readonly ShownStep[] };
  redo: MovedSteps & { readonly redone: readonly ShownStep[] };
  log: Log | { readonly script: readonly string[] };
  diff: DiffResult;
  'session list': { readonly sessions: readonly ListedSession[] };
  'session use': NamedSession;
  'session path': NamedSession & { readonly exists: boolean };
  'session copy': FromTo;
  'session rename': FromTo;
  'session remove': NamedSession & { readonly sessions: readonly NamedSession[] };
  'session check': NamedSession & Examined;
  tour: {
    readonly steps: readonly {
      readonly says: string;
      readonly line: string;
      readonly result: AdvanceClockResult | MembershipResult | InjectResult | RouteAddResult | RouteShowResult | RouteRmResult;
    }[];
  };
  'lesson list': {
    readonly solved: number;
    readonly inHand: string | null;
    readonly file: string | null;
    readonly lessons: readonly ListedLesson[];
    readonly progress: string;
  };
  'lesson start': BegunLesson;
  'lesson next': BegunLesson;
  'lesson reset': BegunLesson;
  'lesson task': LessonView;
  'lesson check': CheckView;
  'lesson hint': {
    readonly lesson: string;
    readonly title: string;
    readonly number: number;
    readonly of: number;
    readonly hint: string;
  };
  'lesson solution': { readonly lesson: string; readonly title: string; readonly lines: readonly string[] };
  'lesson check-file': {
    readonly file: string;
    readonly title: string;
    readonly ok: boolean;
    readonly tried: readonly TriedView[];
  };
  'lesson report': {
    readonly learners: readonly LearnerView[];
    readonly unreadable: readonly { readonly file: string; readonly message: string }[];
  };
  completion: { readonly shell: string; readonly script: string };
  complete: { readonly candidates: readonly Candidate[] };
  help: Text;
  version: Text;
}

/** An error: `docs/sessions.md` lists the codes. */
export interface ErrorMember {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
}

/** The members that every document begins with. */
export interface Envelope<Command extends string | null> {
  readonly schemaVersion: 1;
  readonly command: Command;
  /** Number of the line of a script, from 1. */
  readonly line?: number;
}

/** What a command prints when it has a result. Some results also count as failed: `error` then says why. */
export type ResultDocument<Command extends keyof Results> = Envelope<Command> &
  Results[Command] & { readonly dryRun?: true; readonly error?: ErrorMember };

/** What a command prints when it has none. The command is null if the line names none. */
export type ErrorDocument = Envelope<string | null> & { readonly error: ErrorMember };

/** Any document, of any command. */
export type OutputDocument = { [Command in keyof Results]: ResultDocument<Command> }[keyof Results] | ErrorDocument;
