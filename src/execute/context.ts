import type { GlobalFlags } from '../grammar/globals.js';
import { plainStyle } from '../render/style.js';
import type { Shelf } from '../session/shelf.js';
import { SessionStore } from '../session/store.js';
import type { Context, Script } from './definition.js';
import { exitOf } from './exit.js';
import type { Terminal } from './terminal.js';
import { NO_TERMINAL } from './terminal.js';

/** The same with the sessions of a shelf. @param session `--session` of all lines */
export function onShelf(context: Context, shelf: Shelf, session: string | undefined): Context {
  const environment = context.machine.environment.MCAST_SESSION || undefined;
  const open = (flag: string | undefined) => new SessionStore(shelf, { flag, environment });
  const store = open(session);
  const sessions = { ...context.sessions, open: (flag: string | undefined) => (flag === undefined ? store : open(flag)) };
  return { ...context, sessions };
}

/** The same for lines of a script or of a prompt: nobody is asked, commands may be abbreviated, and labs stay in memory. */
export function betweenLines(context: Context): Context {
  const { machine, sessions } = context;
  return {
    ...context,
    machine: { ...machine, prompter: null, abbreviates: true },
    sessions: { ...sessions, keepsLabs: true },
  };
}

/** The same for the lines of a script. */
export function inScript(
  context: Context,
  script: Script,
  { session, json, quiet, color, noColor, ascii }: GlobalFlags,
): Context {
  const { output, ...rest } = betweenLines(onShelf(context, script.shelf, session));
  return { ...rest, output: { ...output, preset: { json, quiet, color, noColor, ascii } }, script };
}

/** The same with nothing printed: what comes of a line is its value alone. */
export function silently(context: Context): Context {
  const output = {
    ...context.output,
    terminal: NO_TERMINAL,
    terminalStyle: plainStyle,
    preset: { noColor: true },
    print: exitOf,
    writeFile: () => {},
  };
  const sessions = { ...context.sessions, whenStarted: () => {} };
  return { ...context, machine: { ...context.machine, prompter: null }, sessions, output };
}

/** The same with output to another terminal. */
export function toTerminal<Kind extends Terminal>(
  context: Context,
  terminal: Kind,
): Context & { readonly output: { readonly terminal: Kind } } {
  return { ...context, output: { ...context.output, terminal } };
}

/** The same for a line that is only tried, on the session of another line. */
export function trying(context: Context, session: string | undefined): Context {
  const { output, sessions, ...rest } = silently(context);
  const open = (flag: string | undefined) => sessions.open(flag ?? session);
  return { ...rest, sessions: { ...sessions, open }, output: { ...output, preset: { quiet: true }, isTrial: true } };
}
