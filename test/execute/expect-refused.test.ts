import { describe, expect, it } from 'vitest';
import { expectRefused } from '../../src/commands/expect-refused.js';
import { interrupted } from '../../src/execute/aborted.js';
import { command } from '../../src/execute/command.js';
import { executeCommand } from '../../src/execute/execute.js';
import { PROGRAM } from '../lesson/program.js';

/** Expects that a command is refused whose operation throws this. */
async function expecting(thrown: Error) {
  const faulty = command('faulty', () => ({
    summary: '',
    examples: [],
    args: {},
    flags: {},
    changes: false,
    job: () => {
      throw thrown;
    },
  }));
  const { context } = PROGRAM;
  const machine = { ...context.machine, commands: [faulty] };
  return await executeCommand(expectRefused, ['USAGE', '--', 'faulty'], { ...context, machine });
}

describe('expect refused', () => {
  it('does not take a bug for a refusal', async () => {
    const { outcome, failure } = await expecting(new Error('broken'));
    expect(outcome).toBeNull();
    expect(failure).toMatchObject({ code: 'BUG', message: 'this is a bug in mcast: broken' });
  });

  it('does not take Ctrl-C for a refusal', async () => {
    const { outcome, failure } = await expecting(interrupted());
    expect(outcome).toBeNull();
    expect(failure).toMatchObject({ code: 'INTERRUPTED' });
  });
});
