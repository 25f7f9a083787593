import { describe, expect, it } from 'vitest';
import { converse, converseWithShell } from './conversation.js';
import { createBench } from './program.js';

/** A pager that marks each line that it shows. */
const PAGER = "sed 's/^/paged /'";
const LONG = ['help', 'route', 'add'];

/** Whether a pager shows what the program prints on a terminal of 30 rows. */
async function isPaged(words: readonly string[], more: Record<string, string> = { PAGER }): Promise<boolean> {
  const { screen, code } = await converse(createBench(), words, more).end();
  expect(code).toBe(0);
  // Either way, all of it is shown.
  expect(screen).toMatch(/USAGE|Clock|default/);
  return screen.includes('paged ');
}

describe('on a terminal, a pager', () => {
  it.each([
    ['long output', LONG, true],
    ['long output with --no-pager', [...LONG.slice(1), '--help', '--no-pager'], false],
    ['what fits the screen', ['show', 'clock'], false],
    ['the lines of a script', ['run', '-c', 'show', '-c', 'show', '-c', 'show'], false],
  ])('%s: %j', async (_, words, paged) => {
    expect(await isPaged(words)).toBe(paged);
  });

  it.each([
    ['is empty', { PAGER: '' }],
    ['is cat', { PAGER: 'cat' }],
    ['does not exist', { PAGER: 'no-such-pager' }],
    ['is set on a dumb terminal', { PAGER, TERM: 'dumb' }],
  ])('is not used where PAGER %s', async (_, more) => {
    expect(await isPaged(LONG, more)).toBe(false);
  });

  it('is less -FRX by default: it waits for q, and passes on color', async () => {
    const talk = converse(createBench(), LONG, { PAGER: 'less -FRX' });
    await talk.answer(':', 'q');
    const { screen } = await talk.end();
    expect(screen).toContain('install a route');
    expect(screen).not.toContain('EXAMPLES');
    expect(talk.written()).toContain('\u001b[1m');
  });

  it('gets nothing in a pipe', async () => {
    const talk = converseWithShell(createBench(), `PAGER="${PAGER}" $MCAST help route add | tail -n 3`);
    expect((await talk.end()).screen).not.toContain('paged');
  });

  it('shows what is long at the prompt, too: show, explain and what ? tells', async () => {
    const talk = converse(createBench(), ['repl'], { PAGER });
    talk.resize(100, 12);
    await talk.answer('default 0s> ', 'inject 10.0.1.9 239.1.1.1 --iif eth1 --count 4\r');
    await talk.type('show\r', /paged Clock 0s[\s\S]*default 0s> /);
    await talk.type('explain 10.0.1.9 239.1.1.1 --iif eth1 --full\r', /paged [\s\S]*Outcome[\s\S]*default 0s> /);
    await talk.type('?', /paged [\s\S]*default 0s> /);
    await talk.type('show clock\r', /\nClock 0s/);
    await talk.type('.exit\r', '');
  });

  it('shows nothing at a prompt that was started with --no-pager', async () => {
    const talk = converse(createBench(), ['repl', '--no-pager'], { PAGER });
    await talk.answer('default 0s> ', '');
    await talk.type('help route add\r', /EXAMPLES[\s\S]*default 0s> /);
    await talk.type('?', /\.exit[\s\S]*default 0s> /);
    await talk.type('.exit\r', '');
    expect(talk.written()).not.toContain('paged ');
  });
});
