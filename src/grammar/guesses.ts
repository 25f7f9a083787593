import { LabError } from '../core/errors.js';
import { quoteText } from '../core/printable.js';

/** Something that people type without having read anything, and what they are looking for. */
interface Guess {
  readonly typed: readonly string[];
  /** What the lines do, as the beginning of a hint. */
  readonly does: string;
  /** Lines that do it, without the name of the program. */
  readonly lines: readonly string[];
}

const SHOW_ROUTES = { does: 'Routes', lines: ['show routes'] };
const SHOW_INTERFACES = { does: 'Interfaces', lines: ['show interfaces'] };
const SEND = { does: 'Inject a packet', lines: ['inject 10.0.1.9 239.1.1.1 --iif eth1'] };
const START_AGAIN = { does: 'Start the session from scratch, or undo the last command', lines: ['init --force', 'undo'] };
const SEE_PACKETS = { does: 'Follow packets as they arrive, or list the newest ones', lines: ['watch', 'show packets'] };

/** The longest that a line begins with is the one that counts. */
export const GUESSES: readonly Guess[] = [
  { typed: ['ping'], ...SEND },
  { typed: ['reset', 'clear'], ...START_AGAIN },
  { typed: ['save'], does: 'Every command saves the session; to keep a copy', lines: ['session copy backup'] },
  {
    typed: ['export'],
    does: 'The session is one JSON file; to print it as JSON, or its path',
    lines: ['show --json', 'session path'],
  },
  {
    typed: ['import'],
    does: 'Copy a session file, or use it in place',
    lines: ['session copy ./lab.json lab', 'show --session ./lab.json'],
  },
  { typed: ['config'], does: 'Set the default session, or add interfaces', lines: ['session use demo', 'iface add eth5'] },
  { typed: ['tcpdump'], ...SEE_PACKETS },
  { typed: ['pcap'], does: 'There are no capture files; to print packets as JSON', lines: ['show packets --json'] },
  { typed: ['man'], does: 'Show help on all commands, or on one', lines: ['help', 'help route add'] },
  { typed: ['examples', 'example'], does: 'Help on a command has examples; or take the tour', lines: ['help route add', 'tour'] },
  { typed: ['show ip mroute', 'show mroute', 'ip mroute', 'mroute'], ...SHOW_ROUTES },
  { typed: ['route list', 'route ls'], ...SHOW_ROUTES },
  { typed: ['show ip'], does: 'Routes, or interfaces', lines: ['show routes', 'show interfaces'] },
  { typed: ['ip'], does: 'Routes, or interfaces', lines: ['show routes', 'show interfaces'] },
  {
    typed: ['show iface', 'show ifaces', 'iface list', 'iface ls', 'iface show', 'ip link', 'ip addr'],
    ...SHOW_INTERFACES,
  },
  {
    typed: ['set', 'let', 'repeat', 'foreach', 'while'],
    does: 'Scripts have no variables and no loops; let a shell write the lines, and execute what it prints',
    lines: ['run -'],
  },
  { typed: ['show queue', 'show mfc'], does: 'Show the packets queued for a route', lines: ['show pending'] },
];

/** A hint for what a line begins with, or null. */
export function guessFor(words: readonly string[]): string | null {
  for (let length = Math.min(words.length, 3); length > 0; length -= 1) {
    const typed = words.slice(0, length).join(' ');
    const found = GUESSES.find((guess) => guess.typed.includes(typed));
    if (found !== undefined) return `${found.does}: ${found.lines.map((line) => `mcast ${line}`).join(', or ')}`;
  }
  return null;
}

/** Whether a word is one that a shell would have read: a pipe, a redirection, a separator of commands. */
export function belongsToShell(word: string): boolean {
  return /^(?:\d*[<>]|[|;&])/.test(word);
}

/** What is wrong with a mark that a shell reads, and mcast does not. */
export function shellFault(word: string): LabError {
  const hint = 'Run mcast with it from a shell; at the prompt, .once FILE writes the next output to a file.';
  return new LabError('USAGE', `${quoteText(word)} is shell syntax`, hint);
}
