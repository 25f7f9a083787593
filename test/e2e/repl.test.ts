import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Conversation } from './conversation.js';
import { converse } from './conversation.js';
import type { Bench } from './program.js';
import { createBench } from './program.js';

const TAB = '\t';
const UP = '\u001b[A';
const [CTRL_C, CTRL_D, CTRL_G, CTRL_R] = ['\u0003', '\u0004', '\u0007', '\u0012'];
const PAIR = '10.0.1.9 239.1.1.1';

/** A conversation that stands at its first prompt. */
async function talk(bench: Bench = createBench(), words: readonly string[] = []): Promise<Conversation> {
  const conversation = converse(bench, words);
  await conversation.answer('> ', '');
  return conversation;
}

/** The next prompt, with the time on its clock. */
const PROMPT = /\ds> $/;

/** Types a line, waits for the next prompt, and returns what was shown. */
function enter({ type }: Conversation, line: string): Promise<string> {
  return type(`${line}\r`, PROMPT);
}

function historyFile({ folder }: Bench): string {
  return join(folder, '.local', 'state', 'mcast-lab', 'repl-history');
}

describe('at the prompt', () => {
  it('a line is a command, in full or cut short, with or without mcast in front', async () => {
    const { type } = await talk();
    await type(`inject ${PAIR} --iif eth1\r`, 'packet 1 queued');
    await type('adv 12.5s\r', 'default 12.5s> ');
    await type(`mcast ro a ${PAIR} --iif eth1 --oif eth2\r`, 'installed (10.0.1.9, 239.1.1.1) eth1 → eth2');
  });

  it.each([
    ['shwo', 'Did you mean show?'],
    ['r', '"r" is ambiguous: route, repl, run or redo'],
    ['route a b', '"b" is not an IP address'],
    ["show 'clock", "unterminated quote ' in column 6"],
    ['repl', 'this is already the prompt'],
    ['route rm --all', 'not removing all routes without confirmation'],
    ['.mode loud', '.mode takes text or json'],
    ['.exti', 'Did you mean .exit?'],
    ['.exit 256', '.exit takes a status from 0 to 255'],
    ['.read', '.read requires a file'],
    ['.read nowhere', 'nowhere cannot be read: no such file'],
    ['.read -', 'standard input is already used for the commands'],
    ['run -', 'standard input is already used for the commands'],
  ])('%s is no command, and says why', async (line, message) => {
    const { type } = await talk();
    await type(`${line}\r`, message);
    await type('show clock\r', 'Clock 0s');
  });

  it.each([
    ['a command', 'inj', 'inject '],
    ['a command below a cut one', 'ro to', 'touch '],
    ['a flag', `inject ${PAIR} --ii`, '--iif '],
    ['the value of a flag', 'inject 10.0.1.7 239.1.1.1 --iif=eth1 --tt', '--ttl '],
    ['a source that waits', 'route add 10.0.1.9 2', '239.1.1.1 '],
    ['a dot-command', '.mo', '.mode '],
    ['what follows a dot-command', '.mode j', 'json'],
    ['a file', '.read sc', 'script.mcast'],
    ['a section of show', 'show ro', 'routes '],
  ])('Tab completes %s', async (_what, typed, completed) => {
    const bench = createBench();
    writeFileSync(join(bench.folder, 'script.mcast'), 'show\n');
    bench.line(`inject ${PAIR} --iif eth1`);
    const { type } = await talk(bench);
    await type(typed, typed);
    await type(TAB, completed.slice(/\S*$/.exec(typed)?.[0].length));
  });

  it('Tab puts a name into the line that is one word, and none that acts on the terminal', async () => {
    const bench = createBench();
    writeFileSync(join(bench.folder, "it's one.mcast"), 'show clock\n');
    writeFileSync(join(bench.folder, 'zap\u001b[2Jboo.mcast'), '');
    const { type } = await talk(bench);
    await type('.read it', '.read it');
    await type(TAB, "\\'s\\ one.mcast");
    await type('\r', 'Clock 0s');
    await type('run zap', 'run zap');
    expect(await type(`${TAB}\r`, 'cannot be read')).not.toContain('boo');
  });

  it('? parts what it says at blanks', async () => {
    const { type } = await talk();
    const shown = await type('diff ?\r', '--help');
    expect(Math.max(...shown.split('\n').map((line) => line.trimEnd().length))).toBeLessThanOrEqual(100);
    expect(shown).toMatch(/@-N for\n {21}N steps ago\n/);
  });

  it('? behind a dot explains the dot-command', async () => {
    const { type } = await talk();
    expect(await type('.mode ?\r', '.mode text|json')).not.toContain('.exit');
  });

  it('Tab twice lists what there is', async () => {
    const { type } = await talk();
    await type('inject 10.0.1.9 239.1.1.1 --iif ', '--iif ');
    await type(TAB, 'eth');
    expect(await type(TAB, 'eth4')).toMatch(/eth1 +eth2 +eth3 +eth4/);
  });

  it('? explains at once what may come next, and the line goes on', async () => {
    const { type } = await talk();
    await type('route touch 10.0.1.9 ', '10.0.1.9 ');
    const shown = await type('?', '--at TIME');
    expect(shown).toContain('GROUP');
    await type('239.1.1.1\r', 'there is no installed route (10.0.1.9, 239.1.1.1)');
  });

  it.each([
    ['at the end of a line that was pasted', 'route touch ?\r'],
    ['as help', 'route touch help\r'],
  ])('? explains %s', async (_what, line) => {
    const { type } = await talk();
    expect(await type(line, '--at TIME')).toContain('route touch SOURCE GROUP');
  });

  it('? in quotes is a question mark', async () => {
    const { type } = await talk();
    for (const key of `inject ${PAIR} --iif eth1 --payload "why`) await type(key, key);
    await type('?', '?');
    await type('"\r', 'packet 1 queued');
    expect(await type('show pending --json\r', '"payload"')).toContain('"payload": "why?"');
  });

  it('what is pasted runs line by line, tabs, comments and a last line without its end included', async () => {
    const { type } = await talk();
    const shown = await type(`advance-clock 1s\nadvance-clock\t2s # and\n\n# so on\nshow clock\ninject`, 'default 3s> inject');
    expect(shown).toMatch(/clock 0s → 1s[\s\S]*clock 1s → 3s[\s\S]*Clock 3s/);
  });

  it('Ctrl-C drops the line, Ctrl-D leaves', async () => {
    const bench = createBench();
    const { type, end } = await talk(bench);
    await type('advance-clock 9s', '9s');
    await type(CTRL_C, 'default 0s> ');
    await type('\r', 'default 0s> ');
    await type(CTRL_C, 'Leave with .exit or Ctrl-D');
    await type(CTRL_D, '\n');
    expect((await end()).code).toBe(0);
    expect(bench.json('session list')).toMatchObject({ sessions: [] });
  });

  it.each([
    ['.exit', 0],
    ['.exit 7', 7],
    ['.ex 255', 255],
    ['exit', 0],
    ['quit', 0],
  ])('%s leaves with %i', async (line, code) => {
    const { type, end } = await talk();
    await type(`${line}\r`, '\n');
    expect((await end()).code).toBe(code);
  });

  it('the dot-commands do what they say', async () => {
    const bench = createBench();
    writeFileSync(join(bench.folder, 'two.mcast'), 'advance-clock 1s\nadvance-clock 1s\n');
    const at = await talk(bench);
    await enter(at, '.mode json');
    expect(await enter(at, 'show clock')).toContain('"timers": []');
    await enter(at, '.mode text');
    await enter(at, '.once out.txt');
    await enter(at, 'show clock');
    expect(readFileSync(join(bench.folder, 'out.txt'), 'utf8')).toBe('Clock 0s\n');
    await enter(at, '.once nowhere/out.txt');
    expect(await enter(at, 'show clock')).toContain('nowhere/out.txt cannot be written: no such folder');
    await enter(at, '.echo on');
    expect(await enter(at, 'show   clock')).toContain('> show   clock');
    await enter(at, '.echo off');
    await enter(at, '.read two.mcast');
    expect(await enter(at, 'undo')).toContain('undid script two.mcast (2 commands)');
    expect(await enter(at, '.timer on')).toContain('took ');
    expect(await enter(at, '.help')).toContain('.once FILE');
  });
});

describe('a line can be found again', () => {
  it('with the arrows, in a later run too, from a file of one’s own', async () => {
    const bench = createBench();
    const first = await talk(bench);
    await first.type('advance-clock 1s\r', 'default 1s> ');
    await first.type(' advance-clock 2s\r', 'default 3s> ');
    await first.type('.exit\r', '\n');
    await first.end();
    expect(readFileSync(historyFile(bench), 'utf8')).toBe('advance-clock 1s\n.exit\n');
    expect(statSync(historyFile(bench)).mode & 0o777).toBe(0o600);
    const second = await talk(bench);
    await second.type('adv', 'adv');
    await second.type(UP, 'ance-clock 1s');
    await second.type('\r', 'default 4s> ');
  });

  it('with Ctrl-R, which goes back further each time', async () => {
    const { type } = await talk();
    for (const line of ['advance-clock 1s', 'show clock', 'advance-clock 2s']) await type(`${line}\r`, PROMPT);
    await type(CTRL_R, 'search:');
    for (const key of 'adv') await type(key, 'search:');
    await type(CTRL_R, 'search: advance-clock 1s');
    await type('\r', 'default 3s> advance-clock 1s');
    await type('\r', 'default 4s> ');
    await type('left', 'left');
    await type(CTRL_R, 'search:');
    await type(CTRL_G, 'default 4s> left');
  });
});

describe('a session that others see', () => {
  it('is saved after each line, and read again when somebody else has changed it', async () => {
    const bench = createBench();
    const { type } = await talk(bench);
    await type('advance-clock 1s\r', 'default 1s> ');
    expect(bench.json('show clock')).toMatchObject({ nowNs: 1_000_000_000 });
    bench.line('advance-clock 10s');
    await type('advance-clock 1s\r', 'default 12s> ');
    expect(bench.json('log')).toMatchObject({ steps: [{ number: 1 }, { number: 2 }, { number: 3 }] });
  });

  it('that is damaged meanwhile is said to be, and left as it is', async () => {
    const bench = createBench();
    bench.line('init --session other');
    const { type } = await talk(bench);
    await type('advance-clock 1s\r', 'default 1s> ');
    const path = join(bench.folder, 'data', 'sessions', 'default.json');
    writeFileSync(path, 'no');
    await type('advance-clock 1s\r', 'cannot use session default');
    await type('show clock --session other\r', 'Clock 0s');
    expect(readFileSync(path, 'utf8')).toBe('no');
  });

  it('is another one with --session', async () => {
    const bench = createBench();
    const { type } = await talk(bench, ['repl', '--session', 'demo']);
    await type('advance-clock 5s\r', 'demo 5s> ');
    expect(bench.json('session list')).toMatchObject({ sessions: [{ name: 'demo' }] });
  });

  it('stays as it was in a dry run and when a line is refused', async () => {
    const { type } = await talk();
    await type('advance-clock 5s --dry-run\r', 'default 0s> ');
    await type(`route add ${PAIR} --iif eth1 --oif eth1\r`, 'eth1 is the input interface');
    await type('show routes\r', 'Routes: none');
  });
});

it('what could act on a terminal is shown escaped', async () => {
  const bench = createBench();
  const evil = '\u001b]0;title\u0007\u202e';
  bench.run('inject', '10.0.1.9', '239.1.1.1', '--iif', 'eth1', '--payload', evil);
  const conversation = converse(bench, []);
  await conversation.answer('> ', 'route show 10.0.1.9 239.1.1.1\r');
  await conversation.answer('\\x1b]0;title\\x07\\u{202e}', '.exit\r');
  const { screen } = await conversation.end();
  expect(screen).not.toContain('\u001b]');
  expect(screen).not.toContain('\u202e');
});

it('where nobody sits at a terminal, there is no prompt, and each line is saved', () => {
  const { folder, piped, json } = createBench();
  const { code, stdout, stderr } = piped('advance-clock 1s\nshwo\nadvance-clock 2s', 'repl');
  expect(stdout).toBe('clock 0s → 1s\nclock 1s → 3s\n');
  expect(stderr).toBe('mcast: started session default\nmcast: unknown command "shwo"\nhint: Did you mean show?\n');
  expect(code).toBe(2);
  expect(json('log')).toMatchObject({ steps: [{ number: 1 }, { number: 2 }] });
  expect(existsSync(join(folder, '.local'))).toBe(false);
});

it('a pasted line that is wider than the terminal is redrawn from its first row', async () => {
  const { type, written } = await talk();
  await type(`show packets --source 10.0.1.9 --group 239.1.1.1 --iif eth1 --outcome dropped --reason ${'A'.repeat(40)}`, /A{20}/);
  await type('\u001b[D', '');
  const before = written().length;
  await type('X', /X/);
  const redrawn = written().slice(before);
  expect(redrawn).toContain('\u001b[1A');
  await type('\u0003', '');
});
