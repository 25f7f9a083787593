/** A part of the overview: what one does, and the commands and topics that do it. */
interface Group {
  readonly title: string;
  readonly names: readonly string[];
}

/** The commands of the main job, in the order in which they are used. Each is shown with its first example. */
export const MAIN_COMMANDS = ['inject', 'route add', 'explain', 'advance-clock', 'show'] as const;

/** All other commands and topics, by what one does. */
export const GROUPS: readonly Group[] = [
  { title: 'CHANGE THE ROUTER', names: ['route', 'iface', 'forwarding', 'originate', 'stack', 'vif'] },
  { title: 'SEVERAL ROUTERS', names: ['router', 'link', 'host', 'send', 'unicast', 'daemon'] },
  { title: 'LOOK CLOSER', names: ['watch', 'draw', 'timeline', 'explain route', 'diff', 'log'] },
  { title: 'GO BACK', names: ['undo', 'redo'] },
  { title: 'SESSIONS', names: ['init', 'session'] },
  { title: 'SCRIPTS AND TESTS', names: ['run', 'test', 'expect', 'wait', 'compare'] },
  { title: 'LEARN AND TYPE LESS', names: ['tour', 'lesson', 'repl', 'completion'] },
];

/** Environment variables, and what they do. */
export const ENVIRONMENT: readonly (readonly [name: string, does: string])[] = [
  ['MCAST_SESSION', 'session to use where --session is not given'],
  ['MCAST_DATA_DIR', 'folder of sessions (default: $XDG_DATA_HOME/mcast-lab, else ~/.local/share/mcast-lab)'],
  ['MCAST_STATE_DIR', 'folder of line history and lesson progress (default: $XDG_STATE_HOME/mcast-lab)'],
  ['MCAST_CACHE_DIR', 'folder of compiled code (default: $XDG_CACHE_HOME/mcast-lab)'],
  ['MCAST_ASCII', '1 prints symbols in ASCII, as --ascii does'],
  ['MCAST_DEBUG', '1 shows where a bug happened'],
  ['PAGER', 'program for long output on a terminal (default: less -FRX); empty or cat for none'],
  ['NO_COLOR', 'prints without color'],
  ['FORCE_COLOR, CLICOLOR_FORCE', '1 prints with color, in a pipe too'],
];

/** Where to read on, and what is there. */
export const READ_ON: readonly (readonly [line: string, does: string])[] = [
  ['mcast COMMAND --help', 'arguments, flags and examples of a command'],
  ['mcast help TOPIC', 'counters, error-codes, events, exit-codes, glossary, json, reasons, scripts or sessions'],
  ['mcast help NAME', 'a counter, event, reason or error code, such as forwardingUnrouteable'],
  ['mcast tour', 'a tour of one minute'],
  ['mcast lesson start', 'a course in multicast routing'],
  ['man mcast', 'all of this as a manual page'],
];
