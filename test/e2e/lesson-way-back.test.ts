import { describe, expect, it } from 'vitest';
import type { Conversation } from './conversation.js';
import { converse } from './conversation.js';
import { createBench } from './program.js';

const WRONG = 'route add 10.0.3.9 239.1.1.1 --iif eth4 --oif eth2';
const MOVED = 'route add 192.0.2.9 239.1.1.1 --iif eth4 --oif eth2';

/** At the prompt of lesson 4. */
async function atLesson4(): Promise<Conversation> {
  const talk = converse(createBench(), ['lesson', 'start', '4']);
  await talk.answer('lesson 4 0s> ', '');
  return talk;
}

/** What a line gives, up to the next prompt, on one line. */
async function typed(talk: Conversation, line: string): Promise<string> {
  return (await talk.type(`${line}\r`, /\n.*lesson 4 0s> $/)).replaceAll(/\s+/g, ' ');
}

describe('the live list of goals', () => {
  it('says what to undo if a goal can no longer be reached, and nothing once that is undone', async () => {
    const talk = await atLesson4();
    expect(await typed(talk, MOVED)).not.toContain('no longer');
    // What is typed is painted on a terminal.
    const lost = `can no longer be reached; undo to before ${WRONG}: undo`;
    expect(await typed(talk, WRONG)).toContain(`${lost} 1`);
    expect(await typed(talk, 'inject 10.0.3.9 239.1.1.1 --iif eth4')).toContain(`${lost} 2`);
    expect(await typed(talk, 'undo 2')).not.toContain('no longer');
    await talk.type('.exit\r', '');
  });

  it('says what is there in place of a goal that was reached and is not any more', async () => {
    const talk = await atLesson4();
    expect(await typed(talk, MOVED)).not.toContain('now:');
    expect(await typed(talk, MOVED.replace('eth4', 'eth1'))).toMatch(/leads to eth2\. now: iif is eth1/);
    await talk.type('.exit\r', '');
  });
});

describe('lesson check', () => {
  it('says the same, and gives it as JSON', () => {
    const bench = createBench();
    bench.line('lesson start 4');
    for (const line of [MOVED, WRONG, 'inject 10.0.3.9 239.1.1.1 --iif eth4']) bench.line(`${line} --session +lesson`);
    expect(bench.line('lesson check').stdout.replaceAll(/\s+/g, ' ')).toContain(`undo to before \`${WRONG}\`: \`undo 2\``);
    const { goals } = bench.json('lesson check') as { goals: { met: boolean; undo: unknown }[] };
    expect(goals.map(({ met, undo }) => [met, undo])).toEqual([
      [true, null],
      [false, null],
      [false, { steps: 2, line: WRONG }],
    ]);
  });

  it.each([
    ['a packet that waits', 'inject 10.0.1.9 239.1.1.2 --iif eth1'],
    ['a route that is missing', 'show'],
  ])('does not give up for %s', (_, line) => {
    const bench = createBench();
    bench.line('lesson start 4');
    bench.line(`${line} --session +lesson`);
    const { goals } = bench.json('lesson check') as { goals: { undo: unknown }[] };
    expect(goals.map(({ undo }) => undo)).toEqual([null, null, null]);
  });
});
