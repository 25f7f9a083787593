import { describe, expect, it } from 'vitest';
import { converse, converseWithShell } from './conversation.js';
import { createBench } from './program.js';

const RED = '\u001b[31mmcast:\u001b[39m ';
const HINT = '\u001b[33mhint:\u001b[39m ';

/** What a line writes to a terminal of so many columns. */
async function written(words: readonly string[], more: Record<string, string> = {}, columns = 80): Promise<string> {
  const talk = converse(createBench(), words, more, columns);
  await talk.end();
  return talk.written();
}

describe('an error', () => {
  it.each([
    ['of usage', ['frob']],
    ['of the lab', ['route', 'rm', '10.0.1.9', '239.1.1.1']],
    ['of an expectation', ['expect', 'route', '10.0.1.9', '239.1.1.1']],
  ])('%s has color on a terminal', async (_, words) => {
    const text = await written(words);
    expect(text).toContain(RED);
    expect(text.includes('hint:')).toBe(text.includes(HINT));
  });

  it('has color at the prompt, too', async () => {
    const talk = converse(createBench(), ['repl']);
    await talk.answer('default 0s> ', '');
    await talk.type('oif\r', /hint[\s\S]*default 0s> /);
    await talk.type('.exit\r', '');
    expect(talk.written()).toContain(RED);
  });

  it.each<[string, string[], Record<string, string>]>([
    ['NO_COLOR', ['frob'], { NO_COLOR: '1' }],
    ['TERM=dumb', ['frob'], { TERM: 'dumb' }],
    ['--no-color', ['frob', '--no-color'], {}],
    ['--color=never', ['frob', '--color=never'], {}],
    ['--color never', ['frob', '--color', 'never'], {}],
  ])('has none with %s', async (_, words, more) => {
    const text = await written(words, more);
    expect(text).toContain('mcast: unknown command "frob"');
    expect(text).not.toContain('\u001b');
  });

  it('has none in a file', async () => {
    const talk = converseWithShell(createBench(), '$MCAST frob 2>errors; cat -v errors');
    expect((await talk.end()).screen).toContain('\nhint: Commands');
    expect(talk.written()).not.toContain('[31m');
  });

  it.each([40, 80])('breaks at blanks in %i columns', async (columns) => {
    const lines = (await written(['frob', '--no-color'], {}, columns)).split('\r\n');
    expect(lines.length).toBeGreaterThan(3);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(columns);
    expect(lines.join(' ').replaceAll(/\s+/g, ' ')).toContain('draw, timeline, iface, forwarding,');
  });
});
