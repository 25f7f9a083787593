import type { CommandSpec, Context } from '../execute/definition.js';

/** Who looks on while commands are typed at a prompt, and says something to them. */
export interface Guide {
  /** Printed instead of the usual greeting. */
  readonly greeting: string;
  /** What stands in front of a line in place of the session's name. */
  readonly label: () => string;
  /** Called when a command was executed, with its exit code. */
  readonly after: (spec: CommandSpec, code: number, context: Context) => void;
}
