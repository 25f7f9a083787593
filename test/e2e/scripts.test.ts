import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Bench, Ran } from './program.js';
import { createBench, PROGRAM, runProcess, runShell } from './program.js';

const S = 'advance-clock 1s';
const MISSING = 'route rm 10.0.1.9 239.1.1.1';
const ESCAPE = '\x1b[31m';

/** The text of a session, or null if there is none. */
function sessionText({ folder }: Bench, name = 'default'): string | null {
  const path = join(folder, 'data/sessions', `${name}.json`);
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

function nowNs(bench: Bench, name?: string): number | null {
  const text = sessionText(bench, name);
  return text === null ? null : JSON.parse(text).nowNs;
}

/** Writes a script. Returns its name. */
function scriptIn({ folder }: Bench, lines: readonly string[] | Buffer, name = 'a.mcast'): string {
  writeFileSync(join(folder, name), Buffer.isBuffer(lines) ? lines : `${lines.join('\n')}\n`);
  return name;
}

/** The program, started and not waited for. */
function start({ folder: cwd, environment: env }: Bench, ...words: string[]): ChildProcess {
  return spawn(process.execPath, [PROGRAM, ...words], { cwd, env });
}

async function finished(child: ChildProcess): Promise<Ran> {
  const said = { stdout: '', stderr: '' };
  child.stdout?.on('data', (data) => {
    said.stdout += data;
  });
  child.stderr?.on('data', (data) => {
    said.stderr += data;
  });
  const [code] = await once(child, 'close');
  return { code, ...said };
}

/** Every document on stdout; fails if a line is none. */
function documents(stdout: string): Record<string, unknown>[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** A script that has changed the standard session, and waits for its next line. */
async function startHolder(bench: Bench): Promise<ChildProcess> {
  bench.run('init', '-q');
  const holder = start(bench);
  let printed = '';
  holder.stdout?.on('data', (data) => {
    printed += data;
  });
  holder.stdin?.write(`${S}\n`);
  await vi.waitFor(() => expect(printed).toBe('clock 0s → 1s\n'), { timeout: 5_000, interval: 5 });
  return holder;
}

/** A script that waits for a session that another one has: started first and looked at last, since it waits for long. */
let late: Promise<Ran> = Promise.reject(new Error('it is not started'));
late.catch(() => {});
const lateBench = createBench('kept');
let lateHolder: ChildProcess | null = null;

beforeAll(async () => {
  lateHolder = await startHolder(lateBench);
  late = finished(start(lateBench, 'run', '-c', 'show clock', '-c', 'advance-clock 100s'));
});
afterAll(() => {
  lateHolder?.kill();
  rmSync(lateBench.folder, { recursive: true, force: true });
});

describe('a line that fails', () => {
  const FAILING = [
    { line: MISSING, code: 1, error: 'ROUTE_NOT_FOUND', said: 'there is no installed route (10.0.1.9, 239.1.1.1)' },
    {
      line: 'inject 10.0.1.9 239.1.1.1 --iif eth1 --ttl 0 --fail-on-drop --iif eth9',
      code: 2,
      error: 'USAGE',
      said: '--iif is given twice',
    },
    { line: 'frob', code: 2, error: 'USAGE', said: 'unknown command "frob"' },
    { line: "show 'clock", code: 2, error: 'USAGE', said: "unterminated quote ' in column 6" },
    { line: 'show clock\\', code: 2, error: 'USAGE', said: 'the line ends with a backslash' },
    { line: 'expect clock = 5s', code: 3, error: 'EXPECTATION_NOT_MET', said: 'clock is not as expected' },
    { line: 'wait --until clock 5s --limit 0s', code: 3, error: 'WAIT_LIMIT_REACHED', said: 'did not hold within 0s' },
    { line: 'show --session ./folder.json', code: 4, error: 'SESSION_NOT_READABLE', said: 'cannot be read: it is a folder' },
  ] as const;

  it.each(FAILING)('$line: ends the script with exit code $code', ({ line, code, error, said }) => {
    const bench = createBench();
    mkdirSync(join(bench.folder, 'folder.json'));
    scriptIn(bench, [S, '', '# a comment', line, S]);
    const ran = bench.run('run', 'a.mcast', '--quiet');
    expect(ran).toMatchObject({ code, stdout: '' });
    expect(ran.stderr.split('\n')[0]).toMatch(/^a\.mcast:4: /);
    expect(ran.stderr).toContain(said);
    expect(nowNs(bench)).toBe(1e9);
    const asJson = bench.run('run', 'a.mcast', '--json', '--keep-going');
    expect(asJson.code).toBe(code);
    expect(documents(asJson.stdout)).toMatchObject([
      { schemaVersion: 1, command: 'advance-clock', line: 1, nowNs: 2e9 },
      { schemaVersion: 1, line: 4, error: { code: error } },
      { schemaVersion: 1, command: 'advance-clock', line: 5, nowNs: 3e9 },
    ]);
    expect(nowNs(bench)).toBe(3e9);
  });

  it('with --keep-going: the others are done, and the exit code is that of the first', () => {
    const bench = createBench();
    const ran = bench.piped(`${S}\nexpect clock = 0s\n${S}\n${MISSING}\nfrob\n${S}\n`, 'run', '-', '--keep-going');
    expect(ran.code).toBe(3);
    expect(ran.stderr.match(/^<stdin>:\d+/gm)).toEqual(['<stdin>:2', '<stdin>:4', '<stdin>:5']);
    expect(ran.stdout).toBe('clock 0s → 1s\nclock 1s → 2s\nclock 2s → 3s\n');
    expect(nowNs(bench)).toBe(3e9);
  });

  it.each(['', '--keep-going'])('with --atomic %s: the session is byte for byte as it was, and so is its history', (more) => {
    const bench = createBench();
    bench.run('run', '-c', S, '-c', 'inject 10.0.1.9 239.1.1.1 --iif eth1');
    const before = sessionText(bench);
    const log = bench.line('log').stdout;
    scriptIn(bench, ['init --force', S, 'init --session new', MISSING, 'session use new']);
    const ran = bench.run('run', 'a.mcast', '--atomic', ...(more === '' ? [] : [more]));
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('mcast: nothing was saved: a line failed\n');
    expect(sessionText(bench)).toBe(before);
    expect(sessionText(bench, 'new')).toBeNull();
    expect(bench.line('log').stdout).toBe(log);
    scriptIn(bench, [S, S]);
    expect(bench.run('run', 'a.mcast', '--atomic')).toMatchObject({ code: 0, stderr: '' });
    expect(nowNs(bench)).toBe(3e9);
  });

  it('--atomic is refused within a script, which is saved as a whole', () => {
    const bench = createBench();
    const ran = bench.run('run', '-c', `run --atomic -c '${S}'`);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('-c:1: --atomic is for the outermost script');
  });
});

describe('what a script is made of', () => {
  const READ: readonly (readonly [name: string, script: string | Buffer, stdout: string])[] = [
    ['a last line without an end', 'show clock', 'Clock 0s\n'],
    ['lines that end as in Windows', `${S}\r\nshow clock\r\n`, 'clock 0s → 1s\nClock 1s\n'],
    ['a byte order mark', '\u{feff}show clock\n', 'Clock 0s\n'],
    ['a byte order mark before a comment', '\u{feff}# hello\nshow clock\n', 'Clock 0s\n'],
    ['comments and blanks', '# a\n\n  \t\n   show clock # b\n#', 'Clock 0s\n'],
    [
      'a # within a word',
      'inject 10.0.1.9 239.1.1.1 --iif eth1 --payload a#b -q\nexpect last-packet --payload "a#b"',
      'as expected\n',
    ],
    ['quotes', `inject 10.0.1.9 239.1.1.1 --iif eth1 -q --payload 'a "b"'\\'c" \\"d\\$"\\ e`, ''],
    ['the leading mcast', `mcast ${S}\n  mcast  show clock\nmcast\n`, 'clock 0s → 1s\nClock 1s\n'],
    ['shortened names', 'adv 1s\nro a 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2 -q\nex cl = 1s\n', 'clock 0s → 1s\nas expected\n'],
    ['nothing', '', ''],
    ['only a line end', '\n', ''],
    ['its own session', `init --session other -q\n${S} --session other -q\nshow clock\n`, 'Clock 0s\n'],
  ];

  it.each(READ)('%s', (_name, script, stdout) => {
    const bench = createBench();
    bench.run('init', '-q');
    expect(bench.piped(script)).toEqual({ code: 0, stderr: '', stdout });
    scriptIn(bench, Buffer.from(script), 'same.mcast');
    bench.run('init', '--force', '-q');
    bench.run('session', 'remove', 'other', '--yes');
    expect(bench.run('run', 'same.mcast')).toEqual({ code: 0, stderr: '', stdout });
  });

  it('the quoted payload is what a shell would make of it', () => {
    const bench = createBench();
    const words = `inject 10.0.1.9 239.1.1.1 --iif eth1 --payload 'a "b"'\\'c" \\"d\\$"\\ e`;
    const payload = (stdout: string) =>
      documents(stdout).map((document) => JSON.stringify(document).match(/"payload":"[^}]*?","outcome"/)?.[0]);
    const inScript = payload(bench.run('run', '--json', '-c', words).stdout);
    expect(inScript).toEqual(payload(runShell(bench, `mcast ${words} --json`).stdout));
    expect(inScript[0]).toContain(`a \\"b\\"'c \\"d$ e`);
  });

  const UNREADABLE: readonly (readonly [name: string, script: Buffer, said: string])[] = [
    [
      'bytes that are not UTF-8',
      Buffer.from([0x61, 0xff, 0xfe]),
      'the line is not UTF-8\nhint: Write a payload of other bytes with --payload-hex.\n',
    ],
    ['a NUL byte', Buffer.from('show\0clock'), 'the line contains a NUL byte\nhint: A script must be a text file.\n'],
    [
      'a line of 1 MiB and a byte',
      Buffer.alloc((1 << 20) + 1, 'a'),
      'the line is longer than 1 MiB\nhint: Split it into shorter lines.\n',
    ],
    ['a line of 20 MB', Buffer.alloc(20_000_000, 'a'), 'the line is longer than 1 MiB\nhint: Split it into shorter lines.\n'],
  ];

  it.each(UNREADABLE)('%s is a line that fails, and no more', (_name, line, said) => {
    const bench = createBench();
    const script = Buffer.concat([Buffer.from(`${S}\n`), line, Buffer.from(`\n${S}\n`)]);
    scriptIn(bench, script);
    expect(bench.run('run', 'a.mcast', '--keep-going', '--quiet')).toEqual({
      code: 2,
      stdout: '',
      stderr: `mcast: started session default\na.mcast:2: ${said}`.replace(/^.*started.*\n/, ''),
    });
    expect(nowNs(bench)).toBe(2e9);
    expect(bench.run('run', 'a.mcast', '-q')).toMatchObject({ code: 2 });
    expect(nowNs(bench)).toBe(3e9);
  });

  it('a line of exactly 1 MiB is read, at whatever place in the file, and found to be no command', () => {
    const bench = createBench();
    for (const before of ['', '\n', `${'#'.repeat(262_143)}\n`]) {
      scriptIn(bench, Buffer.concat([Buffer.from(before), Buffer.alloc(1 << 20, 'a'), Buffer.from('\nshow clock\n')]));
      expect(bench.run('run', 'a.mcast', '-q').stderr).toContain(`a.mcast:${before === '' ? 1 : 2}: unknown command "aaa`);
    }
    const comment = `#${'x'.repeat((1 << 20) - 1)}`;
    scriptIn(bench, [comment, 'show clock']);
    expect(bench.run('run', 'a.mcast')).toMatchObject({ code: 0, stdout: 'Clock 0s\n' });
  });

  it.each([
    ['.', '. cannot be read: it is a folder'],
    ['nowhere.mcast', 'nowhere.mcast cannot be read: no such file'],
    ['a.mcast/b', 'a.mcast/b cannot be read: part of the path is not a folder'],
    ['circle', 'circle cannot be read: too many levels of symbolic links'],
  ])('%s is no script', (file, said) => {
    const bench = createBench();
    scriptIn(bench, [S]);
    symlinkSync('circle', join(bench.folder, 'circle'));
    for (const command of ['run', 'test']) {
      expect(bench.run(command, file)).toMatchObject({
        code: 2,
        stdout: '',
        stderr: `mcast: ${said}\nhint: Name a file, or - for standard input.\n`,
      });
    }
    expect(bench.run('run', file, '--json').stdout).toContain('"code":"USAGE"');
    expect(bench.run('run', '-c', `run ${file}`).stderr).toBe(`-c:1: ${said}\nhint: Name a file, or - for standard input.\n`);
    expect(sessionText(bench)).toBeNull();
  });
});

describe('what a script prints', () => {
  it('with --echo: each command before what comes of it; with --json that goes to stderr', () => {
    const bench = createBench();
    const file = scriptIn(bench, ['# comment', S, '', 'mcast   show clock   # now', MISSING]);
    expect(bench.run('run', file, '--echo')).toMatchObject({
      code: 1,
      stdout: `> ${S}\nclock 0s → 1s\n> mcast   show clock   # now\nClock 1s\n> ${MISSING}\n`,
    });
    const { stdout, stderr } = bench.run('run', file, '--echo', '--json');
    expect(documents(stdout)).toHaveLength(3);
    expect(stderr.match(/^> .*$/gm)).toEqual([`> ${S}`, '> mcast   show clock   # now', `> ${MISSING}`]);
  });

  it('with --json: a document a line, each with the number of its line', () => {
    const bench = createBench();
    const lines = [
      '# comment',
      S,
      'show clock',
      'help wait',
      'version',
      'wait --help',
      '--quiet',
      'frob',
      '"',
      'session list',
      'diff @0',
      'log',
    ];
    scriptIn(bench, [...lines, "run -c 'show clock'", 'test b.mcast', 'undo', '', 'show --json']);
    scriptIn(bench, ['expect clock = 0s'], 'b.mcast');
    const { code, stdout } = bench.run('run', 'a.mcast', '--json', '--keep-going');
    expect(code).toBe(2);
    expect(documents(stdout).map(({ line, command }) => `${line} ${command}`)).toEqual([
      '2 advance-clock',
      '3 show',
      '4 help',
      '5 version',
      '6 help',
      '7 help',
      '8 null',
      '9 null',
      '10 session list',
      '11 diff',
      '12 log',
      '1 show',
      '14 test',
      '15 undo',
      '17 show',
    ]);
    expect(bench.run('run', 'a.mcast', '--json', '--keep-going', '-q').stdout.split('\n')).toHaveLength(16);
  });

  it('lines of the command line, in their order, and not beside a file', () => {
    const bench = createBench();
    const ran = bench.run('run', '-c', S, '--command=show clock', '-c', MISSING, '-c', S);
    expect(ran).toMatchObject({ code: 1, stdout: 'clock 0s → 1s\nClock 1s\n' });
    expect(ran.stderr).toContain('-c:3: there is no installed route');
    expect(bench.run('run', 'a.mcast', '-c', S)).toMatchObject({ code: 2, stdout: '' });
    expect(bench.run('run').stderr).toContain('mcast: FILE is missing\n');
  });

  it('in a pipe: what run - prints, without a prompt or colour', () => {
    const input = `${S}\ninject 10.0.1.9 239.1.1.1 --iif eth1\nshow\n${MISSING}\n`;
    const [bare, named, flagged] = [[], ['run', '-'], ['--no-color']].map((words) => createBench().piped(input, ...words));
    expect(bare).toMatchObject({ code: 1 });
    expect(bare?.stdout).not.toMatch(/\x1b|^>|mcast>/m);
    expect(named).toEqual(bare);
    expect(flagged).toEqual(bare);
    expect(documents(createBench().piped(input, '--json').stdout)).toHaveLength(4);
  });

  it('is shown with everything escaped that could act on a terminal', () => {
    const bench = createBench();
    const file = scriptIn(
      bench,
      [
        `inject 10.0.1.9 239.1.1.1 --iif eth1 --payload '${ESCAPE}\u{202e}'`,
        `expect last-packet --payload '${ESCAPE}'`,
        `show ${ESCAPE}`,
        `'${ESCAPE}`,
        `run ./${ESCAPE}`,
        `iface add ${ESCAPE}`,
        `init --session ${ESCAPE}`,
        `session path --session ./${ESCAPE}/a.json`,
        `expect refused ROUTE_NOT_FOUND -- inject 10.0.1.9 239.1.1.1 --iif eth1 --payload '${ESCAPE}'`,
        `diff '${ESCAPE}@1'`,
        `wait --until clock ${ESCAPE}`,
        `test ${ESCAPE}`,
        `help ${ESCAPE}`,
      ],
      `x${ESCAPE}\x07.mcast`,
    );
    const runs = [
      bench.run('run', file, '--keep-going', '--echo'),
      bench.run('run', file, '--keep-going', '--json'),
      bench.run('test', file, file),
      bench.run('test', file, '--json'),
      ...['log', 'log --script', 'show packets', 'diff @0', 'undo', 'redo --json'].map((line) => bench.line(line)),
      bench.run('run', `${ESCAPE}`),
      bench.run('run', '-c', `run '${file}'`),
    ];
    expect(runs.map(({ stdout, stderr }) => (stdout + stderr).match(/[^\n\x20-\x7e✓✗→…≠−–]/gu))).toEqual(runs.map(() => null));
    const [first] = runs;
    expect(first?.stderr.match(/^x\\x1b\[31m\\x07\.mcast:\d+: /gm)).toHaveLength(12);
    expect(first?.stdout).toContain(`--payload '\\x1b[31m\\u{202e}'`);
  });
});

describe('sessions of a script', () => {
  it('with --scratch: its own, gone at the end, and not a file anywhere', () => {
    const bench = createBench();
    const lines = [
      S,
      'init --session ./here.json',
      'init --session other',
      'session use other',
      'session copy third',
      S,
      'show clock',
      'undo',
      'session list',
    ];
    scriptIn(bench, lines);
    const ran = bench.run('run', 'a.mcast', '--scratch');
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toContain('Clock 1s');
    expect(readdirSync(bench.folder, { recursive: true })).toEqual(['a.mcast']);
    expect(bench.run('test', 'a.mcast').code).toBe(0);
    expect(readdirSync(bench.folder, { recursive: true })).toEqual(['a.mcast']);
  });

  it('with --scratch: begins anew, whatever is there, and leaves it', () => {
    const bench = createBench();
    bench.line('advance-clock 7s');
    const before = sessionText(bench);
    expect(bench.run('run', '--scratch', '-c', 'expect clock = 0s', '-c', S, '-c', 'expect clock = 1s').code).toBe(0);
    expect(sessionText(bench)).toBe(before);
  });

  it('are written once: the whole script is one step, and what is inside can be undone inside', () => {
    const bench = createBench();
    bench.line(S);
    scriptIn(bench, [S, 'iface add dmz', 'undo', S, "run -c 'advance-clock 2s'", 'expect clock = 5s']);
    expect(bench.run('run', 'a.mcast').code).toBe(0);
    expect(nowNs(bench)).toBe(5e9);
    expect(bench.line('undo').stdout).toBe('undid script a.mcast (3 commands)\nclock 5s → 1s\n1 step can be undone, 1 redone\n');
    expect(bench.line('redo').stdout).toContain('clock 1s → 5s\n');
    expect(bench.line('log --script').stdout).toBe(`init\n${S}\n${S}\n${S}\nadvance-clock 2s\n`);
  });

  it('init within a script begins the session, and --force begins it again', () => {
    const bench = createBench();
    expect(bench.run('run', '-c', 'init --interfaces 1', '-c', S, '-c', 'expect interface --count 1')).toMatchObject({
      code: 0,
      stderr: '',
    });
    const again = bench.run('run', '-c', 'init');
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('-c:1: session default already exists');
    expect(bench.run('run', '-c', 'init --force', '-c', 'expect clock = 0s', '-c', 'expect interface --count 4').code).toBe(0);
    expect(bench.run('undo').code).toBe(0);
    expect(bench.run('expect', 'interface', '--count', '1').code).toBe(0);
  });

  it('--session of the script holds for its lines, unless they name another; --dry-run saves nothing', () => {
    const bench = createBench();
    expect(bench.run('run', '--session', 'demo', '-c', S, '-c', 'advance-clock 2s --session other').code).toBe(0);
    expect([nowNs(bench), nowNs(bench, 'demo'), nowNs(bench, 'other')]).toEqual([null, 1e9, 2e9]);
    const ran = bench.run('run', '--session', 'demo', '--dry-run', '-c', S, '-c', 'show clock');
    expect(ran).toMatchObject({ code: 0, stderr: 'mcast: nothing was saved: a dry run\n' });
    expect(ran.stdout).toContain('Clock 2s');
    expect(nowNs(bench, 'demo')).toBe(1e9);
  });
});

describe('a script in a script', () => {
  it('works on the same sessions, and tells its own lines', () => {
    const bench = createBench();
    mkdirSync(join(bench.folder, 'sub'));
    scriptIn(bench, [S, MISSING], 'sub/b.mcast');
    scriptIn(bench, [S, 'run sub/b.mcast', S]);
    const ran = bench.run('run', 'a.mcast', '-q');
    expect(ran).toMatchObject({ code: 1, stderr: expect.stringMatching(/^sub\/b\.mcast:2: there is no installed route/) });
    expect(nowNs(bench)).toBe(2e9);
    scriptIn(bench, [S, 'run sub/b.mcast --keep-going', S]);
    expect(bench.run('run', 'a.mcast', '-q', '--keep-going').code).toBe(1);
    expect(nowNs(bench)).toBe(5e9);
  });

  it('a nested --scratch has sessions of its own', () => {
    const bench = createBench();
    expect(
      bench.run('run', '-c', S, '-c', "run --scratch -c 'expect clock = 0s' -c 'advance-clock 9s'", '-c', 'expect clock = 1s')
        .code,
    ).toBe(0);
  });

  it('lines within lines are no script that runs itself', () => {
    expect(createBench().run('run', '-c', `run -c 'run -c "show clock"'`)).toMatchObject({ code: 0, stdout: 'Clock 0s\n' });
  });

  it.each([
    ['directly', 'run a.mcast', 'a.mcast:1: script a.mcast runs itself'],
    ['by another path', 'run ./sub/../a.mcast', 'a.mcast:1: script ./sub/../a.mcast runs itself'],
    ['through a link', 'run link.mcast', 'a.mcast:1: script link.mcast runs itself'],
    ['through another', 'run b.mcast', 'b.mcast:2: script a.mcast runs itself'],
    ['through lines', "run -c 'run a.mcast'", '-c:1: script a.mcast runs itself'],
    ['as a test', 'test a.mcast', 'script a.mcast runs itself'],
  ])('that runs itself %s is refused', (_name, line, said) => {
    const bench = createBench();
    mkdirSync(join(bench.folder, 'sub'));
    scriptIn(bench, [line, S]);
    scriptIn(bench, ['# comment', 'run a.mcast'], 'b.mcast');
    symlinkSync('a.mcast', join(bench.folder, 'link.mcast'));
    const ran = bench.run('run', 'a.mcast');
    expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code: 2, stderr: expect.stringContaining(said) });
    expect(sessionText(bench)).toBeNull();
  });

  it('standard input runs itself no more than a file does', () => {
    expect(createBench().piped('run -\n').stderr).toContain('<stdin>:1: script <stdin> runs itself');
  });
});

describe('where a script comes from and its output goes to', () => {
  const MANY = `yes 'show interfaces' | head -3000 > many; echo '${S}' >> many; `;

  it('standard input that is closed is an empty script', () => {
    expect(runShell(createBench(), 'mcast run - <&-; echo $?; mcast <&-; echo $?')).toEqual({
      code: 0,
      stderr: '',
      stdout: '0\n0\n',
    });
  });

  it('a reader that goes away does not stop the script', () => {
    const bench = createBench();
    bench.line('init');
    const ran = runShell(bench, `${MANY}{ mcast run many; echo "exit $?" >&2; } | head -1`);
    expect(ran).toEqual({
      code: 0,
      stdout: 'Interfaces, forwarding IPv4 on, IPv6 on\n',
      stderr: 'exit 0\n',
    });
    expect(nowNs(bench)).toBe(1e9);
  });

  it.runIf(existsSync('/dev/full'))('output that cannot be written is told at the end, once, and all is done and saved', () => {
    for (const how of ['', '--json', '--atomic', '--keep-going']) {
      const bench = createBench();
      bench.run('init', '-q');
      const ran = runShell(bench, `${MANY}mcast run many ${how} > /dev/full`);
      const stderr = 'mcast: cannot write the output: no space left on device\nhint: The command itself succeeded.\n';
      expect(ran).toEqual({ code: 1, stdout: '', stderr });
      expect(nowNs(bench)).toBe(1e9);
      expect(runShell(bench, `printf 'show clock\\nfrob\\n' | mcast > /dev/full`)).toMatchObject({ code: 2 });
    }
  });

  it('a line is done, and seen, before the next one comes', async () => {
    const bench = createBench();
    const child = start(bench);
    const exit = once(child, 'close');
    let printed = '';
    child.stdout?.setEncoding('utf8').on('data', (data) => {
      printed += data;
    });
    for (const [line, answer] of [
      [S, 'clock 0s → 1s\n'],
      ['show clock', 'Clock 1s\n'],
      ["run -c 'show clock'", 'Clock 1s\n'],
    ] as const) {
      printed = '';
      child.stdin?.write(`${line}\n`);
      await vi.waitFor(() => expect(printed).toBe(answer), { timeout: 5_000, interval: 5 });
    }
    child.stdin?.end();
    expect(await exit).toEqual([0, null]);
    expect(nowNs(bench)).toBe(1e9);
  });
});

describe('several at once on one session', () => {
  it('two scripts both do what they do', async () => {
    const bench = createBench();
    bench.run('init', '-q');
    scriptIn(bench, ['show clock', ...Array.from({ length: 50 }, () => S)]);
    const runs = await Promise.all([1, 2, 3].map(() => finished(start(bench, 'run', 'a.mcast', '-q'))));
    expect(runs).toEqual([1, 2, 3].map(() => ({ code: 0, stdout: '', stderr: '' })));
    expect(nowNs(bench)).toBe(150e9);
    expect(bench.run('undo', '3').stdout).toContain('clock 2m30s → 0s');
  });

  it('while a script has changed a session and is not over, others wait for it, and only for that session', async () => {
    const bench = createBench();
    const holder = await startHolder(bench);
    expect(bench.run('show', 'clock').stdout).toBe('Clock 0s\n');
    expect(bench.run('advance-clock', '5s', '--session', './other.json').code).toBe(0);
    const waiting = finished(start(bench, 'run', '-q', '-c', 'show clock', '-c', 'advance-clock 10s'));
    expect(await Promise.race([waiting, new Promise((resolve) => setTimeout(resolve, 300, 'waits'))])).toBe('waits');
    holder.stdin?.end(`${S}\n`);
    expect(await waiting).toMatchObject({ code: 0, stderr: '' });
    expect(nowNs(bench)).toBe(12e9);
  });

  it('but for ten seconds at most', async () => {
    const { code, stdout, stderr } = await late;
    expect({ code, stdout }).toEqual({ code: 4, stdout: 'Clock 0s\n' });
    expect(stderr).toMatch(/^-c:2: the session is in use by process \d+ since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\n/);
    expect(nowNs(lateBench)).toBe(0);
  });
});

it('a payload cannot come from where the commands come from', () => {
  const { code, stderr } = createBench().piped('inject 10.0.1.9 239.1.1.1 --iif eth1 --payload-file -\nshow\n');
  expect(stderr).toContain('<stdin>:1: standard input is already used for the commands');
  expect(code).toBe(2);
});

describe('what is no file', () => {
  it.each([
    ['a drawing', ['draw', '-o', 'pipe'], 'pipe cannot be written: it is not a file'],
    ['a script without lines', ['run', '--keep-going', '/dev/zero'], 'this is not text'],
  ])('%s is refused at once', (_, words, why) => {
    const bench = createBench();
    spawnSync('mkfifo', [join(bench.folder, 'pipe')]);
    const { code, stderr } = bench.run(...words);
    expect(stderr).toContain(why);
    expect(code).toBe(2);
  });

  it.each([
    ['.once', '.once pipe\nshow clock\n'],
    ['.read', '.read pipe\n'],
    ['a test', 'test pipe\n'],
    ['a lesson', 'lesson start ./pipe\n'],
    ['a payload', 'inject 10.0.1.9 239.1.1.1 --iif eth1 --payload-file /dev/tty\n'],
  ])('%s is refused at the prompt', (_, lines) => {
    const bench = createBench();
    spawnSync('mkfifo', [join(bench.folder, 'pipe')]);
    const { code, stderr } = bench.piped(lines, 'repl');
    expect(stderr).toContain('not a file');
    expect(code).not.toBe(0);
  });

  it('is no history of lines', () => {
    const bench = createBench();
    const state = join(bench.folder, 'state');
    mkdirSync(state);
    spawnSync('mkfifo', [join(state, 'repl-history')]);
    const { code } = runProcess({
      words: ['repl'],
      cwd: bench.folder,
      env: { ...bench.environment, MCAST_STATE_DIR: state },
      input: 'show clock\n',
    });
    expect(code).toBe(0);
  });
});

describe('a payload that a script names', () => {
  it.each([
    ['a pipe', 'pipe', 'pipe is not a file, and could block every command'],
    ['below a file', 'file/x', 'part of the path is not a folder'],
    ['too long a name', 'x'.repeat(5_000), 'file name too long'],
  ])('%s is refused', (_name, path, why) => {
    const bench = createBench();
    spawnSync('sh', ['-c', 'mkfifo "$0"', join(bench.folder, 'pipe')]);
    writeFileSync(join(bench.folder, 'file'), '');
    const { code, stderr } = bench.piped(`inject 10.0.1.9 239.1.1.1 --iif eth1 --payload-file ${path}\n`, 'run', '-');
    expect(stderr).toContain(why);
    expect(code).toBe(2);
  });
});

it('a script that is large but for its commands is not kept in memory for them', () => {
  const bench = createBench();
  const comment = `# ${'x'.repeat(40_000)}`;
  const lines = Array.from(
    { length: 2_500 },
    (_, n) => `inject 100.100.100.100 239.101.${100 + (n >> 7)}.${100 + (n & 127)} --iif eth1\n${comment}\n`,
  );
  writeFileSync(join(bench.folder, 'large.mcast'), lines.join(''));
  const environment = { ...bench.environment, NODE_OPTIONS: '--max-old-space-size=50' };
  const words = ['run', '--quiet', 'large.mcast'];
  expect(runProcess({ words, cwd: bench.folder, env: environment, input: null })).toEqual({ code: 0, stdout: '', stderr: '' });
});

it('a script undoes far back, and further from there', () => {
  const bench = createBench();
  const steps = Array.from({ length: 200 }, (_, index) => `advance-clock ${index + 1}ns`);
  const lines = [...steps, 'undo 90', 'undo 9', 'advance-clock 1s', 'undo', 'undo', 'redo', 'undo 51', 'expect clock = 1275ns'];
  const { code, stderr } = bench.piped(`init\n${lines.join('\n')}\n`, 'run', '-', '-q');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const again = bench.piped(`init --session again\n${steps.slice(0, 50).join(' --session again\n')} --session again\n`, '-q');
  expect(again.code).toBe(0);
  expect(bench.line('diff again').stdout).toContain('no difference');
});

it.each(['expect', 'expect no', 'route', 'session'])('%s alone is half a command, and a mistake in a script', (line) => {
  const { code, stderr } = createBench().piped(`${line}\nshow clock\n`);
  expect(stderr).toContain(`<stdin>:1: ${line} is incomplete`);
  expect(code).toBe(2);
});

it('lines that come for ever end when nobody reads what comes of them', () => {
  const { stdout } = runShell(createBench(), "yes 'show clock' | mcast --scratch run - | head -2");
  expect(stdout).toBe('Clock 0s\nClock 0s\n');
});
