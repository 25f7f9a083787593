import { Address, formatAddressWithPrefix } from '../core/address.js';
import { LabError } from '../core/errors.js';
import type { Interface } from '../core/interface.js';
import type { Lab } from '../core/lab.js';
import type { RoutePart } from '../grammar/values.js';
import { routeKeyOf } from '../grammar/values.js';
import type { Question } from './definition.js';
import { hintOf } from './hints.js';
import type { Choice, Prompter } from './prompter.js';

/** What of a route or a packet a line has already. */
export interface GivenParts {
  readonly source: RoutePart | undefined;
  readonly group: RoutePart | undefined;
  readonly iif: string | undefined;
  /** Null where outgoing interfaces are not asked for. */
  readonly oifs: readonly { readonly oif: string }[] | null;
}

/**
 * The question for what a line lacks of SOURCE, GROUP, `--iif` and `--oif`; null if it lacks nothing. Outgoing interfaces are asked for on a
 * terminal only: without one, it is the lab that refuses a route without them.
 */
export function askForParts(given: GivenParts, words: readonly string[]): Question | null {
  const lacksOifs = given.oifs !== null && given.oifs.length === 0;
  const isWhole = given.source !== undefined && given.group !== undefined && given.iif !== undefined;
  if (isWhole && !lacksOifs) return null;
  const lacking = [
    given.source === undefined ? 'SOURCE' : null,
    given.group === undefined ? 'GROUP' : null,
    given.iif === undefined ? '--iif' : null,
  ].filter((name) => name !== null);
  const named = lacksOifs ? [...lacking, '--oif'] : lacking;
  return {
    isConfirmation: false,
    missing: isWhole ? null : new LabError('USAGE', `${named.join(', ')} ${named.length === 1 ? 'is' : 'are'} missing`),
    ask: (prompter, lab) => askParts(given, words, prompter, lab()),
  };
}

/** A question that wants a yes before something is taken away. */
export function askToConfirm(question: string, needed: string, words: readonly string[]): Question {
  return {
    isConfirmation: true,
    missing: new LabError('USAGE', needed, 'Add --yes.'),
    ask: async (prompter) => ((await prompter.confirm(question)) ? ['--yes', ...words] : null),
  };
}

/** Flags go in front of the words and addresses behind them, so that a `--` between does no harm. */
async function askParts(given: GivenParts, words: readonly string[], prompter: Prompter, lab: Lab): Promise<readonly string[]> {
  const input = given.iif === undefined ? null : lab.interfaces.require(given.iif);
  const source = given.source ?? Address.parse(await prompter.text('Source address', checkSource(lab), suggestSource(lab)));
  const group = given.group ?? Address.parse(await prompter.text('Group', checkGroup(lab, source), suggestGroup(source)));
  const outputs = given.oifs?.map(({ oif }) => lab.interfaces.require(oif)) ?? [];
  const iif = input?.name ?? (await prompter.choose('Input interface', choices(lab, outputs)));
  const isAsked = given.oifs?.length === 0;
  const oifs = isAsked ? await prompter.chooseSome('Outgoing interfaces', choices(lab, [lab.interfaces.require(iif)])) : [];
  return [
    ...(given.iif === undefined ? ['--iif', iif] : []),
    ...oifs.flatMap((oif) => ['--oif', oif]),
    ...words,
    ...(given.source === undefined ? [textOf(source)] : []),
    ...(given.group === undefined ? [textOf(group)] : []),
  ];
}

function textOf(part: RoutePart): string {
  return part === '*' ? part : part.text;
}

function checkSource(lab: Lab): (answer: string) => string | true {
  return (answer) =>
    whatIsWrong(() => {
      const source = Address.parse(answer);
      lab.routers[source.family].checkSource(source);
    });
}

function checkGroup(lab: Lab, source: RoutePart): (answer: string) => string | true {
  return (answer) =>
    whatIsWrong(() => {
      const { group } = routeKeyOf(source, Address.parse(answer)).key;
      lab.routers[group.family].checkGroup(group);
    });
}

function whatIsWrong(check: () => void): string | true {
  try {
    check();
    return true;
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    const hint = hintOf(error);
    return hint === null ? error.message : `${error.message}. ${hint}`;
  }
}

/** @throws LabError `UNKNOWN_INTERFACE` if there is nothing to choose from */
function choices(lab: Lab, taken: readonly Interface[]): Choice[] {
  const free = [...lab.interfaces].filter((nic) => !taken.includes(nic));
  if (free.length === 0) {
    throw new LabError('UNKNOWN_INTERFACE', 'there are no more interfaces to choose from', 'Add one with: mcast iface add eth1');
  }
  return free.map(({ name, addresses }) => ({ value: name, detail: addresses.map(formatAddressWithPrefix).join(', ') }));
}

/** A host on the first interface's subnet. */
function suggestSource(lab: Lab): string {
  const first = [...lab.interfaces][0]?.addresses[0]?.address.text;
  return first === undefined ? '10.0.1.9' : first.replace(/1$/, '9');
}

function suggestGroup(source: RoutePart): string {
  return source === '*' || source.family === 'ipv4' ? '239.1.1.1' : 'ff0e::a';
}
