import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { converse } from './conversation.js';
import type { Bench } from './program.js';
import { createBench, PROGRAM } from './program.js';

const EXAMPLE = resolve(dirname(PROGRAM), '../examples/a-lesson-of-your-own.lesson');
const PAIR = '10.0.1.9 239.1.1.1';
const DOWN = '\u001b[B';
const CTRL_C = '\u0003';

function progressFile({ folder }: Bench): string {
  return join(folder, '.local', 'state', 'mcast-lab', 'lessons.json');
}

/** Carries out lines on the lesson's session. */
function work({ line }: Bench, ...lines: readonly string[]): void {
  for (const text of lines) expect(line(`--session +lesson ${text}`)).toMatchObject({ code: 0, stderr: '' });
}

/** The second lesson, solved. */
const SECOND = [`inject ${PAIR} --iif eth1 --count 2`, `route add ${PAIR} --iif eth1 --oif eth2`];

describe('a lesson in a shell', () => {
  it('is begun, worked on, checked and solved, and the next one follows', () => {
    const bench = createBench();
    const begun = bench.line('lesson start 2');
    expect(begun).toMatchObject({ code: 0, stderr: '' });
    for (const part of [
      'Lesson 2: The first packet',
      'Your task',
      '· The router asked for the route exactly once.',
      '--session +lesson',
    ])
      expect(begun.stdout).toContain(part);
    work(bench, `inject ${PAIR} --iif eth1`);
    const early = bench.line('lesson check');
    expect(early.code).toBe(3);
    expect(early.stderr).toBe('mcast: 2 goals not reached yet\nhint: Get a hint with: mcast lesson hint\n');
    expect(early.stdout).toContain('✓ The router asked for the route exactly once.\n· A route leads');
    expect(early.stdout).toContain('    now: It is pending, not installed.');
    expect(early.stdout).toContain('    now: none found');
    work(bench, `inject ${PAIR} --iif eth1`, `route add ${PAIR} --iif eth1 --oif eth2`);
    const solved = bench.line('lesson check');
    expect(solved).toMatchObject({ code: 0, stderr: '' });
    expect(solved.stdout).toContain('✓ Lesson 2 is solved: The first packet');
    expect(solved.stdout).toContain('is emitted once for each pending route');
    expect(bench.line('lesson next').stdout).toContain('Lesson 3: One in, many out');
  });

  it('leaves every session of the learner alone, whatever is in use', () => {
    const bench = createBench();
    bench.line('init --session mine');
    bench.line('session use mine');
    const path = join(bench.folder, 'data', 'sessions', 'mine.json');
    const before = readFileSync(path, 'utf8');
    const named = { ...bench.environment, MCAST_SESSION: 'mine' };
    const talk = converse({ ...bench, environment: named }, ['lesson', 'start', '2', '--no-prompt']);
    return talk.end().then(({ code }) => {
      expect(code).toBe(0);
      work(bench, ...SECOND);
      expect(bench.line('lesson check').code).toBe(0);
      expect(readFileSync(path, 'utf8')).toBe(before);
      expect(bench.json('session list')).toMatchObject({
        sessions: [
          { name: '+lesson', current: false },
          { name: 'mine', current: true },
        ],
      });
    });
  });

  it('can be worked on without naming its session, once that is in use', () => {
    const bench = createBench();
    bench.line('lesson start 2 --quiet');
    expect(bench.line('session use +lesson').code).toBe(0);
    for (const text of SECOND) bench.line(text);
    expect(bench.line('lesson check').code).toBe(0);
  });

  it('goes on where it was, until it is solved or begun anew', () => {
    const bench = createBench();
    bench.line('lesson start 2');
    work(bench, `inject ${PAIR} --iif eth1`);
    expect(bench.json('lesson start')).toMatchObject({
      lesson: '2',
      resumed: true,
      goals: [{ met: true }, { met: false }, { met: false }],
    });
    expect(bench.line('lesson reset')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('not restarting the lesson without confirmation'),
    });
    expect(bench.json('lesson task')).toMatchObject({ goals: [{ met: true }, { met: false }, { met: false }] });
    expect(bench.json('lesson reset --yes')).toMatchObject({
      lesson: '2',
      resumed: false,
      goals: [{ met: false }, { met: false }, { met: false }],
    });
    work(bench, ...SECOND);
    expect(bench.json('lesson task')).toMatchObject({ goals: [{ met: true }, { met: true }, { met: true }] });
    expect(bench.json('lesson list')).toMatchObject({ solved: 0 });
    bench.line('lesson check');
    expect(bench.json('lesson start')).toMatchObject({ lesson: '1', resumed: false });
    expect(bench.json('lesson start 2')).toMatchObject({ lesson: '2', resumed: false });
    expect(bench.json('lesson list')).toMatchObject({ solved: 1, inHand: '2' });
  });

  it('gives hints that tell more and more, and the solution', () => {
    const bench = createBench();
    bench.line('lesson start the-first-packet');
    const hints = ['1', '2', '3', '4'].map(() => bench.json('lesson hint'));
    expect(hints.map(({ number }) => number)).toEqual([1, 2, 3, 3]);
    expect(hints[2]).toMatchObject({ of: 3, hint: 'If you added the route too early, or lost a packet, `undo` takes it back.' });
    expect(bench.json('lesson solution')).toMatchObject({
      lines: expect.arrayContaining([`route add ${PAIR} --iif eth1 --oif eth2`]),
    });
    const lessons = bench.json('lesson list').lessons;
    expect(lessons).toContainEqual(
      expect.objectContaining({ lesson: '2', state: 'begun', hints: 3, sawSolution: true, inHand: true }),
    );
  });

  it.each([
    ['lesson check', 1, 'no lesson has been started', 'NO_LESSON'],
    ['lesson hint', 1, 'no lesson has been started', 'NO_LESSON'],
    ['lesson reset --yes', 1, 'no lesson has been started', 'NO_LESSON'],
    ['lesson start 15', 1, 'there is no lesson "15"', 'LESSON_NOT_FOUND'],
    ['lesson start ttl-fence', 1, 'there is no lesson "ttl-fence"', 'LESSON_NOT_FOUND'],
    ['lesson start ./none.lesson', 1, './none.lesson cannot be read: no such file', 'LESSON_NOT_FOUND'],
    ['lesson start .', 1, '. cannot be read: it is a folder', 'LESSON_NOT_FOUND'],
    ['lesson start 2 --session mine', 2, 'lessons use a separate session', 'USAGE'],
    ['run script.mcast', 2, 'script.mcast:1: lessons cannot be taken in a script', 'USAGE'],
    ['init --session +lessons', 2, 'invalid session name "+lessons"', 'USAGE'],
  ])('%s is refused', (text, code, message, name) => {
    const bench = createBench();
    writeFileSync(join(bench.folder, 'script.mcast'), 'lesson start 2\n');
    const ran = bench.line(text);
    expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code, stderr: expect.stringContaining(message) });
    if (!text.startsWith('run')) expect(bench.json(text)).toMatchObject({ error: { code: name } });
    expect(existsSync(progressFile(bench))).toBe(false);
  });

  it('is not begun in a dry run', () => {
    const bench = createBench();
    expect(bench.line('lesson start 2 --dry-run').stdout).toMatch(/^dry run, nothing was changed:\nLesson 2/);
    expect(existsSync(progressFile(bench))).toBe(false);
    expect(bench.json('session list')).toMatchObject({ sessions: [] });
  });

  it('whose session is gone says so, and can be begun anew', () => {
    const bench = createBench();
    bench.line('lesson start 2');
    bench.line('session remove +lesson --yes');
    expect(bench.line('lesson check')).toMatchObject({
      code: 4,
      stderr: expect.stringContaining("the lesson's session no longer exists"),
    });
    expect(bench.json('lesson start')).toMatchObject({ lesson: '2', resumed: false });
  });
});

describe('progress', () => {
  it('is private, and says nothing of who or when', () => {
    const bench = createBench();
    bench.line('lesson start 2');
    expect(statSync(progressFile(bench)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(progressFile(bench), 'utf8'))).toEqual({
      format: 'mcast-lab lesson progress',
      version: 1,
      inHand: { id: '2', path: null, solved: false, hints: 0 },
      lessons: { 2: { solved: false, hints: 0, sawSolution: false } },
    });
  });

  it.each(['2', '__proto__'])('tells a file called %s from every lesson of the course', (name) => {
    const bench = createBench();
    copyFileSync(EXAMPLE, join(bench.folder, name));
    expect(bench.line(`lesson start ./${name}`)).toMatchObject({ code: 0 });
    bench.line('lesson solution');
    expect(JSON.parse(readFileSync(progressFile(bench), 'utf8'))).toMatchObject({
      lessons: { [join(bench.folder, name)]: { solved: false, sawSolution: true } },
    });
    const { lessons } = bench.json('lesson list');
    expect(lessons).not.toHaveLength(0);
    for (const lesson of Object.values(lessons ?? {}))
      expect(lesson).toMatchObject({ state: 'new', inHand: false, sawSolution: false });
    expect(bench.line('lesson start 2').code).toBe(0);
  });

  it.each([
    ['is no JSON', '{"format":', 'it is damaged'],
    ['is empty', '', 'it is damaged'],
    ['is something else', '{"name":"x"}', 'it is not a progress file'],
    ['is of a newer version', '{"format":"mcast-lab lesson progress","version":2}', 'it was written by a newer mcast'],
    [
      'has a wrong field',
      '{"format":"mcast-lab lesson progress","version":1,"inHand":null,"lessons":{"2":{"solved":1}}}',
      'it is damaged at lesson 2',
    ],
    ['lacks a field', '{"format":"mcast-lab lesson progress","version":1,"lessons":{}}', 'it is damaged'],
  ])('that %s is told of and left as it is', (_what, text, why) => {
    const bench = createBench();
    mkdirSync(dirname(progressFile(bench)), { recursive: true });
    writeFileSync(progressFile(bench), text);
    for (const command of [
      'lesson list',
      'lesson start 2',
      'lesson check',
      'lesson hint',
      'lesson solution',
      'lesson next',
      'lesson reset --yes',
    ]) {
      const { code, stderr } = bench.line(command);
      expect({ command, code, stderr }).toEqual({
        command,
        code: 4,
        stderr: expect.stringContaining(`: ${why}\nhint: It is unchanged.`),
      });
    }
    expect(readFileSync(progressFile(bench), 'utf8')).toBe(text);
    expect(bench.json('session list')).toMatchObject({ sessions: [] });
  });

  it('that cannot be written is told of', () => {
    const bench = createBench();
    mkdirSync(dirname(dirname(progressFile(bench))), { recursive: true });
    writeFileSync(dirname(progressFile(bench)), '');
    expect(bench.line('lesson start 2')).toMatchObject({ code: 4, stderr: expect.stringContaining('MCAST_STATE_DIR') });
  });
});

describe('for teachers', () => {
  it('a lesson in a file is begun, goes on and is reset, and counts in the report', () => {
    const bench = createBench();
    copyFileSync(EXAMPLE, join(bench.folder, 'rooms.lesson'));
    expect(bench.json('lesson start rooms.lesson')).toMatchObject({
      lesson: 'rooms.lesson',
      title: 'Two rooms, one camera',
      resumed: false,
    });
    work(bench, 'route add 10.0.1.20 239.7.7.7 --iif eth1 --oif eth2 --oif eth3');
    expect(bench.json('lesson start ./rooms.lesson')).toMatchObject({ resumed: true });
    work(bench, 'inject 10.0.1.20 239.7.7.7 --iif eth1');
    expect(bench.json('lesson check')).toMatchObject({
      met: true,
      next: null,
      why: expect.stringContaining('the copies are made here'),
    });
    expect(bench.line('lesson next')).toMatchObject({ code: 1, stderr: expect.stringContaining('this is the last lesson') });
    copyFileSync(progressFile(bench), join(bench.folder, 'anna.json'));
    const { learners } = bench.json('lesson report anna.json');
    expect(learners).toMatchObject([{ learner: 'anna', solved: 1, inHand: 'rooms.lesson' }]);
    rmSync(join(bench.folder, 'rooms.lesson'));
    expect(bench.line('lesson check')).toMatchObject({ code: 1, stderr: expect.stringContaining('rooms.lesson cannot be read') });
  });

  it('check-file passes the example, and says line by line what is wrong', () => {
    const bench = createBench();
    const good = bench.run('lesson', 'check-file', EXAMPLE);
    expect(good).toMatchObject({ code: 0, stderr: '' });
    expect(good.stdout).toContain('✓ wrong attempt: room B alone');
    const text = readFileSync(EXAMPLE, 'utf8');
    writeFileSync(join(bench.folder, 'bad.lesson'), text.replace('expect route', 'expect rooute'));
    expect(bench.line('lesson check-file bad.lesson')).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringMatching(/^mcast: bad\.lesson:22: unknown command "expect rooute"\nhint: /),
    });
    expect(bench.line('lesson start bad.lesson')).toMatchObject({ code: 3, stderr: expect.stringContaining('bad.lesson:22') });
    writeFileSync(join(bench.folder, 'idle.lesson'), text.replace('--oif eth2 --oif eth3\ninject', '--oif eth2\ninject'));
    const idle = bench.line('lesson check-file idle.lesson');
    expect(idle).toMatchObject({ code: 3, stderr: 'mcast: 2 problems in lesson Two rooms, one camera\n' });
    expect(idle.stdout).toContain('✗ the solution meets all goals\n    goal 1 is not met');
    expect(bench.json('lesson check-file idle.lesson')).toMatchObject({ ok: false, error: { code: 'LESSON_FAULTY' } });
  });

  it('a script can try a lesson, and its own session stays as it is', () => {
    const bench = createBench();
    copyFileSync(EXAMPLE, join(bench.folder, 'rooms.lesson'));
    writeFileSync(
      join(bench.folder, 'all.mcast'),
      'advance-clock 1s\nlesson check-file rooms.lesson\nexpect clock = 1s\nexpect no route\n',
    );
    expect(bench.line('test all.mcast')).toMatchObject({ code: 0, stdout: expect.stringContaining('ok 1 - all.mcast') });
  });

  it('what a file says cannot act on a terminal', () => {
    const bench = createBench();
    writeFileSync(
      join(bench.folder, 'evil.lesson'),
      readFileSync(EXAMPLE, 'utf8').replace('A camera', 'A \u001b]0;owned\u0007camera'),
    );
    const { stderr } = bench.line('lesson start evil.lesson');
    expect(stderr).toContain('evil.lesson:8: the line contains a non-printable character');
    expect(stderr).not.toMatch(/[\u0007\u001b]/);
  });

  it('report lists a class, and goes on after a file that cannot be used', () => {
    const bench = createBench();
    bench.line('lesson start 2');
    bench.line('lesson hint');
    work(bench, ...SECOND);
    bench.line('lesson check');
    bench.line('lesson start c1');
    bench.line('lesson solution');
    copyFileSync(progressFile(bench), join(bench.folder, 'anna.json'));
    writeFileSync(join(bench.folder, 'ben.json'), 'no');
    copyFileSync(progressFile(bench), join(bench.folder, 'carla.json'));
    const { code, stdout, stderr } = bench.line('lesson report anna.json ben.json none.json carla.json');
    expect(code).toBe(4);
    expect(stderr).toBe(
      'mcast: 2 of 4 files could not be read\n- cannot use the progress file ben.json: it is damaged\n- no such file: none.json\n',
    );
    expect(
      stdout
        .split('\n')
        .slice(0, 3)
        .map((row) => row.split(/ {2,}/)),
    ).toEqual([
      ['LEARNER', 'SOLVED', '1 TO C5', 'CURRENT', 'HINTS', 'SOLUTIONS'],
      ['anna', '1', '-✓------------…----', 'c1', '1', '1'],
      ['carla', '1', '-✓------------…----', 'c1', '1', '1'],
    ]);
    expect(bench.json('lesson report anna.json ben.json')).toMatchObject({
      learners: [{ learner: 'anna', file: 'anna.json', solved: 1, hints: 1, solutions: 1 }],
      unreadable: [{ file: 'ben.json' }],
      error: { code: 'LESSON_PROGRESS_UNUSABLE' },
    });
  });
});

describe('a lesson at its own prompt', () => {
  it('is chosen with the arrow keys, and each command is checked at once', async () => {
    const bench = createBench();
    const { answer, type, end } = converse(bench, ['lesson', 'start']);
    await answer('Which lesson?', `${DOWN}\r`);
    await answer('lesson 2 0s> ', '');
    const first = await type(`inject ${PAIR} --iif eth1\r`, /lesson 2 0s> $/);
    expect(first).toContain(
      '1 of 3 goals is reached. Still to do:\n· A route leads (10.0.1.9, 239.1.1.1) from eth1 to eth2.\n· Two packets',
    );
    expect(first).not.toContain('✓');
    expect(await type('show pending\r', /lesson 2 0s> $/)).not.toContain('Still to do');
    expect(await type('hint\r', /lesson 2 0s> $/)).toContain('Hint 1 of 3\n');
    expect(await type('check\r', /lesson 2 0s> $/)).toContain('now: It is pending, not installed.');
    expect(await type('help hint\r', /lesson 2 0s> $/)).toContain('show the next hint for the lesson');
    expect(await type('hint --help\r', /lesson 2 0s> $/)).toContain('USAGE');
    expect(await type('reset\r', /lesson 2 0s> $/)).toContain('not restarting the lesson without confirmation');
    expect(await type('route rm 10.0.1.7 239.1.1.1\r', /lesson 2 0s> $/)).not.toContain('Still to do');
    await type(`inject ${PAIR} --iif eth1\r`, /lesson 2 0s> $/);
    const solved = await type(`route add ${PAIR} --iif eth1 --oif eth2\r`, /lesson 2 0s> $/);
    expect(solved).toContain('✓ Lesson 2 is solved: The first packet');
    expect(solved).toContain('Type next.');
    expect(await type('advance-clock 1s\r', /lesson 2 1s> $/)).not.toContain('is solved');
    expect(await type('next\r', /lesson 3 0s> $/)).toContain('Lesson 3: One in, many out');
    expect(await type('undo\r', /lesson 3 0s> $/)).toContain('there is nothing to undo');
    await type('.exit\r', '\n');
    expect((await end()).code).toBe(0);
    expect(bench.json('lesson list')).toMatchObject({ solved: 1, inHand: '3' });
    expect(bench.json('session list')).toMatchObject({ sessions: [{ name: '+lesson' }] });
  });

  it('goes on where it was, and is begun anew once that is confirmed', async () => {
    const bench = createBench();
    bench.line('lesson start 7');
    work(bench, 'advance-clock 1s');
    const again = converse(bench, ['lesson', 'start', '7']);
    await again.answer('You continue where you were', '');
    await again.answer('lesson 7 2s> ', '.exit\r');
    await again.end();
    const reset = converse(bench, ['lesson', 'reset']);
    await reset.answer('Restart the lesson?', 'y\r');
    await reset.answer('lesson 7 1s> ', '.exit\r');
    expect((await reset.end()).code).toBe(0);
  });

  it.each([
    ['itself', 'lesson check-file ./a.lesson'],
    ['a script that runs it', 'run a.mcast'],
    ['another lesson that runs it', 'lesson check-file ./b.lesson'],
    ['a test that runs it', 'test a.mcast'],
  ])('a lesson that runs %s is refused', (_, line) => {
    const bench = createBench();
    const rest = '== Goals\nA goal.\n  expect route\n== Solution\nroute add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2\n';
    const lesson = (start: string) => `title: T\n== Text\nText.\n== Task\nTask.\n== Start\n${start}\n${rest}`;
    writeFileSync(join(bench.folder, 'a.lesson'), lesson(line));
    writeFileSync(join(bench.folder, 'b.lesson'), lesson('lesson check-file ./a.lesson'));
    writeFileSync(join(bench.folder, 'a.mcast'), 'lesson check-file ./a.lesson\n');
    const { code, stderr } = bench.line('lesson check-file ./a.lesson');
    expect(stderr).toContain('a.lesson');
    expect(code).toBe(3);
  });

  it('Ctrl-C at the choice begins nothing', async () => {
    const bench = createBench();
    const { answer, end } = converse(bench, ['lesson', 'start']);
    await answer('Which lesson?', CTRL_C);
    expect((await end()).screen).toContain('interrupted: nothing was changed');
    expect(existsSync(progressFile(bench))).toBe(false);
  });

  it('does without colour, and is not opened where it is not wanted', async () => {
    const bench = createBench();
    const plain = converse(bench, ['lesson', 'start', '2', '--no-color']);
    await plain.answer('`missingRoute`', '');
    await plain.answer('lesson 2 0s> ', '.exit\r');
    await plain.end();
    const { code, screen } = await converse(bench, ['lesson', 'start', '2', '--no-prompt']).end();
    expect(code).toBe(0);
    expect(screen).toContain('mcast lesson check');
  });
});
