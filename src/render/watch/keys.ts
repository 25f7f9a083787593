import type { Line } from './line.js';
import { span } from './line.js';

/** What the user can do. */
export interface KeyHelp {
  /** Whether keys change the session. */
  readonly isInteractive: boolean;
}

interface HelpRow {
  readonly keys: string;
  readonly does: string;
}

const LOOKING: readonly HelpRow[] = [
  { keys: '1 … 7', does: 'this part alone; again, 0 or Escape: all of them' },
  { keys: 'Tab', does: 'the next part; Shift-Tab the one before' },
  { keys: '↑ ↓, k j', does: 'scroll the part that is marked ▸' },
  { keys: 'PgUp PgDn, b Space', does: 'scroll by a screen' },
  { keys: 'Home End, g G', does: 'to its first or last line' },
  { keys: 'f', does: 'follow what changes again, after scrolling' },
];

const STEPPING: readonly HelpRow[] = [
  { keys: 'n', does: 'move the clock to the next timer' },
  { keys: 's', does: 'move the clock by a second' },
  { keys: 'u r', does: 'undo the last command, or do it again' },
];

const LEAVING: readonly HelpRow[] = [
  { keys: '?', does: 'this help, and back' },
  { keys: 'q, Ctrl-C, Ctrl-D', does: 'leave' },
];

/** What the keys do. */
export function helpLines({ isInteractive }: KeyHelp): Line[] {
  const rows = [...LOOKING, ...(isInteractive ? STEPPING : []), ...LEAVING];
  return [[], ...rows.map(({ keys, does }): Line => [span(`  ${keys.padEnd(20)}`, 'strong'), span(does)])];
}

/** The keys in one line, or what is to be said in their place. */
export function footerLine({ isInteractive }: KeyHelp, message: string | null): Line {
  if (message !== null) return [span(' '), span(message, 'bad')];
  const steps = isInteractive ? '  s +1s  n next timer  u undo  r redo' : '';
  return [span(` q leave  ? keys  1-7 part  ↑↓ scroll${steps}`, 'faint')];
}
