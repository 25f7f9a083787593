import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Bench } from './program.js';
import { createBench, PROGRAM } from './program.js';

/** A bench on whose path the program is `mcast`, with a session that knows addresses of both families, another one, and a file. */
function createShellBench(): Bench {
  const bench = createBench();
  const bin = join(bench.folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'mcast'), `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`);
  chmodSync(join(bin, 'mcast'), 0o755);
  bench.line('inject 10.0.1.9 239.1.1.1 --iif eth1');
  bench.line('inject fc00:1::9 ff0e::a --iif eth1');
  bench.line('init --session demo-2 --interfaces 1');
  writeFileSync(join(bench.folder, 'my file.bin'), 'hello');
  return { ...bench, environment: { ...bench.environment, PATH: `${bin}${delimiter}${bench.environment.PATH}` } };
}

/** Runs a shell with a script, and returns what it printed, line by line. */
function runShell({ folder, environment }: Bench, shell: string, script: string, more: Record<string, string> = {}): string[] {
  const { stdout, stderr } = spawnSync(shell, ['-c', script], {
    cwd: folder,
    env: { ...environment, ...more },
    encoding: 'utf8',
    timeout: 30_000,
  });
  return `${stdout}${stderr}`.split('\n').filter((line) => line !== '');
}

/** A shell on a terminal: types, and waits until the screen shows a text. Spaces are taken as one: zsh moves back over some of its own. */
function openShell({ folder, environment }: Bench, shell: string, words: readonly string[]) {
  const terminal = spawn(shell, [...words], {
    cols: 160,
    rows: 40,
    cwd: folder,
    env: { ...environment, TERM: 'xterm', HISTFILE: '' },
  });
  onTestFinished(() => terminal.kill('SIGKILL'));
  let raw = '';
  let changed = () => {};
  terminal.onData((data) => {
    raw += data;
    changed();
  });
  const screen = () =>
    raw
      .replaceAll(/\u001b(\[[0-9;?]*[A-Za-z]|\][^\u0007]*\u0007|\([A-Z]|[=>])/g, '')
      .replaceAll(/[\u0007\u0008]/g, '')
      .replaceAll(/\s+/g, ' ');
  return async (keys: string, shown: string): Promise<void> => {
    terminal.write(keys);
    await expect
      .poll(
        async () => {
          await new Promise<void>((resolve) => {
            changed = resolve;
            setTimeout(resolve, 50);
          });
          return screen();
        },
        { timeout: 20_000 },
      )
      .toContain(shown);
  };
}

const isInstalled = (shell: string) => spawnSync(shell, ['--version']).status === 0;

/** What bash's function replies to a line, of whose last word bash replaces the end that is given. */
function bashReplies(bench: Bench, line: string, replaced: string, more?: Record<string, string>): string[] {
  const script = `source <(mcast completion bash); COMP_LINE=$LINE; COMP_POINT=\${#LINE}; COMP_WORDS=($LINE); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
    _mcast mcast "$REPLACED" before 2>/dev/null; printf '<%s>\\n' "\${COMPREPLY[@]}"`;
  const shown = runShell(bench, 'bash', script, { LINE: line, REPLACED: replaced, ...more });
  return shown.filter((reply) => reply !== '<>');
}

describe('bash', () => {
  it.each([
    ['mcast rou', 'rou', ['<route >', '<router >']],
    ['mcast ro a', 'a', ['<add >']],
    ['mcast route add fc', 'fc', ['<fc00:1::9 >']],
    ['mcast route add fc00:1::', '', ['<9 >']],
    ['mcast route add fc00:1::9 ff0e:', '', ['<:a >']],
    ['mcast route add --oif eth2', 'eth2', ['<eth2 >', '<eth2:>']],
    ['mcast route add --oif eth2:10', '10', ['<10 >']],
    ['mcast route add --iif=eth', 'eth', ['<eth1 >', '<eth2 >', '<eth3 >', '<eth4 >']],
    ['mcast route add --iif=eth', '--iif=eth', ['<--iif=eth1 >', '<--iif=eth2 >', '<--iif=eth3 >', '<--iif=eth4 >']],
    ['mcast advance-clock --to=', '', ['<10s >', '<10.000000001s >']],
    ['mcast show --session de', 'de', ['<default >', '<demo-2 >']],
    ['mcast iface rm --session demo-2 ', '', ['<eth1 >']],
    ['mcast --session=demo-2 iface rm ', '', ['<eth1 >']],
    ['mcast frobnicate ', '', []],
    ['mcast route show "10.', '10.', []],
  ])('%s', (line, replaced, replies) => {
    expect(bashReplies(createShellBench(), line, replaced)).toEqual(replies);
  });

  it('MCAST_SESSION names the session', () => {
    const bench = createShellBench();
    expect(bashReplies(bench, 'mcast iface rm ', '', { MCAST_SESSION: 'demo-2' })).toEqual(['<eth1 >']);
    expect(bashReplies(bench, 'mcast iface rm ', '', { MCAST_SESSION: '/' })).toEqual([]);
  });

  it('on a terminal', async () => {
    const bench = createShellBench();
    writeFileSync(join(bench.folder, '.bashrc'), "PS1='ready> '\nsource <(mcast completion bash)\n");
    const type = openShell(bench, 'bash', ['-i']);
    await type('', 'ready>');
    await type('mcast ro\t', 'mcast route');
    await type(' a\t', 'mcast route add ');
    await type('fc00:\t', 'mcast route add fc00:1::9 ');
    await type('ff0e::\t', 'fc00:1::9 ff0e::a ');
    await type('--iif=eth\t\t', 'eth1 eth2 eth3 eth4');
    await type('1 --oi\t', '--iif=eth1 --oif ');
    await type('eth2:10\t', '--oif eth2:10 ');
    await type('\r', 'installed (fc00:1::9, ff0e::a) eth1 → eth2 (min TTL 10)');
    await type('mcast inject 10.0.1.9 239.1.1.1 --iif eth1 --payload-file=my\t', '--payload-file=my\\ file.bin ');
    await type('\r', 'packet 3 queued');
    await type('mcast show routes >my\t', 'routes >my\\ file.bin ');
  });
});

describe.skipIf(!isInstalled('zsh'))('zsh, where it is installed', () => {
  it('on a terminal', async () => {
    const bench = createShellBench();
    const lines = [
      "PS1='ready> '",
      'unsetopt prompt_sp',
      'autoload -Uz compinit && compinit -u -D',
      'source <(mcast completion zsh)',
    ];
    writeFileSync(join(bench.folder, '.zshrc'), `${lines.join('\n')}\n`);
    const type = openShell(bench, 'zsh', ['-d', '-i']);
    await type('', 'ready>');
    await type('mcast ro\t', 'cast route');
    await type(' a\t', 'route add');
    await type('fc00:\t', 'add fc00:1::9');
    await type('ff0e::\t', 'fc00:1::9 ff0e::a');
    await type('--iif=eth\t', '--iif=eth2 -- 10.0.2.1/24, fc00:2::1/64');
    await type('1 --oif eth2:10\t\r', 'installed (fc00:1::9, ff0e::a) eth1 → eth2 (min TTL 10)');
    await type('mcast inject 10.0.1.9 239.1.1.1 --iif eth1 --payload-file=my\t', '--payload-file=my\\ file.bin');
    await type('\r', 'packet 3 queued');
    await type('mcast show --session de\t', 'default demo-2');
  });
});

describe.skipIf(!isInstalled('fish'))('fish, where it is installed', () => {
  it.each([
    ['mcast route a', ['add\tinstall a route for (SOURCE, GROUP)']],
    ['mcast route add fc', ['fc00:1::9\twaits for a route']],
    ['mcast route add fc00:1::9 ff0e::', ['ff0e::a\twaits for a route']],
    ['mcast route add --iif=eth2', ['--iif=eth2\t10.0.2.1/24, fc00:2::1/64']],
    ['mcast route add --oif eth2:', ['1', '32', '64', '128'].map((ttl) => `eth2:${ttl}\tpackets with a TTL of ${ttl} or more`)],
    ['mcast show rou', ['routes']],
    ['mcast iface rm --session demo-2 ', ['eth1\t10.0.1.1/24, fc00:1::1/64']],
    ['mcast inject --payload-file my', ['my file.bin']],
    ['mcast inject --payload-file=my', ['--payload-file=my file.bin']],
    ['mcast frobnicate ', []],
  ])('%s', (line, candidates) => {
    const bench = createShellBench();
    mkdirSync(join(bench.folder, '.config/fish/completions'), { recursive: true });
    runShell(bench, 'sh', 'mcast completion fish > ~/.config/fish/completions/mcast.fish');
    expect(runShell(bench, 'fish', `complete -C '${line}'`)).toEqual(candidates);
  });
});

describe('asking for candidates', () => {
  it.each([
    ['a session that is damaged', 'mcast show --session ./damaged.json rou', 'space\troutes\t\n'],
    ['its interfaces', 'mcast iface rm --session ./damaged.json ', ''],
    ['a session that is none', 'mcast iface rm --session a/ ', ''],
    ['a quote that is not closed', "mcast show 'rou", ''],
    ['a line without a word', 'mcast', ''],
  ])('says nothing of %s', (_what, line, stdout) => {
    const bench = createShellBench();
    writeFileSync(join(bench.folder, 'damaged.json'), '{');
    expect(bench.run('complete', '--shell', 'zsh', '--', line)).toEqual({ code: 0, stdout, stderr: '' });
  });

  it('starts no session and writes nothing', () => {
    const bench = createBench();
    const before = readdirSync(bench.folder);
    const { stdout } = bench.run('complete', '--shell', 'zsh', '--', 'mcast iface rm --session ./new.json eth2');
    expect(stdout).toBe('space\teth2\t10.0.2.1/24, fc00:2::1/64\n');
    expect(bench.run('complete', '--shell', 'zsh', '--', 'mcast session use ').stdout).toBe('');
    expect(readdirSync(bench.folder)).toEqual(before);
  });

  it('leaves a session byte for byte', () => {
    const bench = createShellBench();
    const file = join(bench.folder, 'data/sessions/default.json');
    const before = readFileSync(file, 'utf8');
    expect(bench.run('complete', '--', 'mcast route add ').stdout).toContain('10.0.1.9');
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('is not listed', () => {
    const bench = createBench();
    const { stdout } = bench.run('--help');
    expect(stdout).toMatch(/^ +completion +print a shell completion script/m);
    expect(stdout).not.toMatch(/^ +complete\b/m);
    expect(bench.line('frobnicate').stderr).not.toMatch(/\bcomplete\b/);
    expect(bench.line('complete --help').stdout).toContain('--word');
  });

  it('as a document', () => {
    const bench = createBench();
    const { stdout } = bench.run('complete', '--json', '--', 'mcast rou');
    expect(stdout).toContain('"candidates":[{"text":"route","summary":"add, rm, show, touch","then":"space"},');
    expect(bench.json('completion fish')).toMatchObject({ shell: 'fish', script: expect.stringContaining('complete -c mcast') });
  });
});
