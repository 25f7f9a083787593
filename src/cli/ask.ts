import { Address, formatAddressWithPrefix } from '../core/address.js';
import { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import type { Question } from './definition.js';
import type { Choice, Prompter } from './prompter.js';
import { keyOf } from './values.js';

/** What of a route or a packet a line has already. */
export interface GivenParts {
  readonly source: Address | undefined;
  readonly group: Address | undefined;
  readonly iif: string | undefined;
  /** Null where outgoing interfaces are not asked for. */
  readonly oifs: number | null;
}

/**
 * The question for what a line lacks of SOURCE, GROUP, `--iif` and `--oif`; null if it lacks nothing. Outgoing interfaces are asked for on a
 * terminal only: without one, it is the lab that refuses a route without them.
 */
export function askForParts(given: GivenParts, words: readonly string[]): Question | null {
  const lacking = [
    given.source === undefined ? 'SOURCE' : null,
    given.group === undefined ? 'GROUP' : null,
    given.iif === undefined ? '--iif' : null,
  ].filter((name) => name !== null);
  if (lacking.length === 0 && given.oifs !== 0) return null;
  return {
    missing:
      lacking.length === 0 ? null : new LabError('USAGE', `${lacking.join(', ')} ${lacking.length === 1 ? 'is' : 'are'} missing`),
    ask: (prompter, lab) => askParts(given, words, prompter, lab()),
  };
}

/** A question that wants a yes before something is taken away. */
export function askToConfirm(question: string, needed: string, words: readonly string[]): Question {
  return {
    missing: new LabError('USAGE', needed, 'Without a terminal nobody can be asked: add --yes.'),
    ask: async (prompter) => ((await prompter.confirm(question)) === true ? [...words, '--yes'] : null),
  };
}

async function askParts(
  given: GivenParts,
  words: readonly string[],
  prompter: Prompter,
  lab: Lab,
): Promise<readonly string[] | null> {
  const source = given.source?.text ?? (await prompter.text('Source address', checkAddress(), suggestion(lab)));
  if (source === null) return null;
  const group =
    given.group?.text ?? (await prompter.text('Group', checkAddress(source), source.includes(':') ? 'ff0e::a' : '239.1.1.1'));
  if (group === null) return null;
  const iif = given.iif ?? (await prompter.choose('Input interface', choices(lab)));
  if (iif === null) return null;
  const others = choices(lab).filter(({ value }) => value !== iif);
  const oifs = given.oifs === 0 ? await prompter.chooseSome('Outgoing interfaces', others) : [];
  if (oifs === null) return null;
  return [
    ...(given.source === undefined ? [source] : []),
    ...(given.group === undefined ? [group] : []),
    ...words,
    ...(given.iif === undefined ? ['--iif', iif] : []),
    ...oifs.flatMap((oif) => ['--oif', oif]),
  ];
}

function checkAddress(source?: string): (answer: string) => string | true {
  return (answer) => {
    try {
      const address = Address.parse(answer);
      if (source !== undefined) keyOf(Address.parse(source), address);
      return true;
    } catch (error) {
      if (error instanceof LabError) return error.hint === null ? error.message : `${error.message}. ${error.hint}`;
      throw error;
    }
  };
}

function choices(lab: Lab): Choice[] {
  return [...lab.interfaces].map(({ name, addresses }) => ({
    value: name,
    detail: addresses.map(formatAddressWithPrefix).join(', '),
  }));
}

/** A host on the first interface's subnet. */
function suggestion(lab: Lab): string {
  const first = [...lab.interfaces][0]?.addresses[0]?.address.text;
  return first === undefined ? '10.0.1.9' : first.replace(/1$/, '9');
}
