import { formatDuration } from '../core/duration.js';
import type { Help } from '../ops/explain/help.js';
import type { StepView } from '../ops/explain/step.js';
import type { ExplainedInjection, ExplainResult } from '../ops/explain.js';
import { changeText, hopelessText, labelOf, nearMissText, sentenceOf, trapText } from './explain/sentence.js';
import { hangLine } from './finish-text.js';
import { renderInject } from './inject.js';
import { fate } from './packet.js';
import { count, pair } from './phrase.js';
import type { Style } from './style.js';

/** Packets whose steps are told at most; --json tells all. */
const TOLD_EACH = 10;

/** How to write a command of a remedy: with the program's name and the words that name the session. */
export type WriteCommand = (command: string) => string;

/** How much of the steps is shown. */
export interface Detail {
  /** Whether all steps are shown, or those that decide and their neighbors. */
  readonly isFull: boolean;
  readonly hasSources: boolean;
}

const EVERYTHING: Detail = { isFull: true, hasSources: true };

/** What would become of a packet, decision by decision, and what would let it through. */
export function renderExplain(result: ExplainResult, style: Style, write: WriteCommand, detail = EVERYTHING): string {
  const { packet, steps, nowNs, nearMisses } = result;
  return [
    style.paint(
      'heading',
      `A packet ${pair(packet)} that arrives on ${packet.iif} at ${formatDuration(nowNs)} with TTL ${packet.ttl}`,
    ),
    ...unchecked(result, style),
    ...stepLines(steps, result, style, detail.isFull ? steps : deciding(steps), detail.hasSources),
    ...nearMisses.map((miss) => style.paint('waiting', `! ${nearMissText(miss, packet)}`)),
    ...(result.omitted === undefined
      ? []
      : [style.paint('faint', `… and ${count(result.omitted, 'more step')} of looped copies`)]),
    `${style.paint('strong', 'Outcome')}: ${wouldBe(result, style)}`,
    ...helpLines(result, 'it', write, style),
  ].join('\n');
}

/** The same in one line: the outcome, and the step that settled it. */
export function renderExplainBriefly(result: ExplainResult, style: Style): string {
  const { packet, steps } = result;
  const decisive = steps.find(
    ({ reason }) => reason !== null && (reason === packet.reason || packet.reason === 'ALL_COPIES_SKIPPED'),
  );
  const at = packet.outcome === 'dropped' && decisive !== undefined ? `; step ${decisive.number}, ${decisive.code}` : '';
  return `${wouldBe(result, style)}${at}`;
}

/** What became of packets, then why, and what would have let the last one through. */
export function renderExplainedInjection(result: ExplainedInjection, style: Style, write: WriteCommand): string {
  const shown = result.explained.slice(0, TOLD_EACH);
  const more = result.explained.length - shown.length;
  return [
    ...shown.flatMap(({ packet, steps }, index) => {
      const same = countSame(steps, shown[index - 1]?.steps ?? []);
      const lines = stepLines(steps, result, style, steps.slice(same));
      const begun =
        same === 0
          ? unchecked(result, style)
          : [style.paint('faint', `${sameSteps(same)} as for packet ${shown[index - 1]?.packet}`)];
      return [style.paint('heading', `Packet ${packet}`), ...begun, ...lines];
    }),
    ...(more === 0 ? [] : [style.paint('faint', `… and ${count(more, 'more packet')} that went another way`)]),
    renderInject(result, style),
    ...helpLines(result, 'the next one', write, style),
  ].join('\n');
}

function wouldBe(result: ExplainResult, style: Style): string {
  return fate(result.packet, result, style);
}

/** The steps that stop a packet or a copy, warn, or send a copy if nothing stops it; and the step before and after each. */
function deciding(steps: readonly StepView[]): StepView[] {
  const stops = steps.map(({ passed, traps }) => passed === false || traps.length > 0);
  const decides = stops.includes(true)
    ? stops
    : steps.map(({ code, passed }) => code === 'OUTGOING_INTERFACE' || passed === false);
  return steps.filter((_, index) => decides.slice(Math.max(0, index - 1), index + 2).includes(true));
}

/** How many steps at the beginning say the same. */
function countSame(steps: readonly StepView[], earlier: readonly StepView[]): number {
  const first = steps.findIndex((step, index) => JSON.stringify(step) !== JSON.stringify(earlier[index]));
  return first === -1 ? steps.length : first;
}

function sameSteps(count: number): string {
  return count === 1 ? 'step 1' : `steps 1 to ${count}`;
}

/** @param shown the steps to show, in order */
function stepLines(
  steps: readonly StepView[],
  { nowNs }: { readonly nowNs: number },
  style: Style,
  shown: readonly StepView[],
  hasSources = true,
): string[] {
  const labels = steps.reduce((widest, step) => Math.max(widest, labelOf(step).length), 0);
  const numbers = String(steps.length).length;
  const width = numbers + labels + 4;
  return shown.flatMap((step) => [
    ...hangLine(
      `${String(step.number).padStart(numbers)} ${labelOf(step).padEnd(labels)} ${mark(step, style)} `,
      sentenceOf(step, nowNs),
      width,
      style,
    ),
    ...step.traps.flatMap((trap) => hangLine('', style.paint('waiting', `! ${trapText(trap, step, nowNs)}`), width, style)),
    ...(step.changes ?? []).flatMap((change) => hangLine('', style.paint('waiting', `! ${changeText(change)}`), width, style)),
    ...(!hasSources || step.sources.length === 0
      ? []
      : hangLine('', style.paint('faint', sourcesText(step.sources)), width, style)),
  ]);
}

function unchecked({ anyAddress }: { readonly anyAddress: boolean }, style: Style): string[] {
  return anyAddress ? [style.paint('faint', 'Addresses are not checked: the session has --any-address.')] : [];
}

/** Sections of RFCs, then functions of gVisor or of the kernel, those of one file together. */
function sourcesText(sources: readonly string[]): string {
  const files = new Map<string, string[]>();
  for (const source of sources) {
    const [file = '', name = ''] = source.split(/ (?=[^ ]+$)/);
    files.set(file, [...(files.get(file) ?? []), name]);
  }
  const whose = (file: string) => (file.endsWith('.go') ? 'gVisor ' : file.endsWith('.c') ? 'Linux ' : '');
  return [...files].map(([file, names]) => `${whose(file)}${file} ${names.join(', ')}`).join('; ');
}

function mark({ passed }: StepView, style: Style): string {
  if (passed === null) return '·';
  return passed ? style.paint('good', '✓') : style.paint('bad', '✗');
}

/** @param whom the packet that the commands let arrive */
function helpLines({ remedies, hopeless }: Help, whom: string, write: WriteCommand, style: Style): string[] {
  const isFirst = (index: number) => remedies.findIndex(({ oif }) => oif === remedies[index]?.oif) === index;
  return [
    ...hopeless.map(({ oif, code, message }) => `${style.paint('strong', inVain(oif))} ${hopelessText(code, message)}`),
    ...remedies.flatMap(({ oif, commands }, index) => [
      isFirst(index) ? style.paint('strong', purpose(oif, commands, whom)) : 'or',
      ...commands.map((command) => `  ${write(command)}`),
    ]),
  ];
}

function purpose(oif: string | null, commands: readonly string[], whom: string): string {
  if (oif !== null) return `To reach ${oif} too:`;
  const arrives = commands.some((command) => command.startsWith('inject '));
  return arrives ? `To let ${whom} through:` : 'To let it continue:';
}

function inVain(oif: string | null): string {
  return oif === null ? 'Nothing lets it through:' : `Nothing brings it to ${oif}:`;
}
