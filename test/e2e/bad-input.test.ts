import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createBench, runProcess, runShell } from './program.js';

const GOOD = '10.0.1.9 239.1.1.1 --iif eth1';

/** Lines that are refused, with the exit code, the error code and what the sentence must name. */
const REFUSED: readonly (readonly [line: string, exit: number, code: string, names: RegExp])[] = [
  // Addresses.
  ['inject 010.0.1.9 239.1.1.1 --iif eth1', 2, 'BAD_ADDRESS', /leading zero/],
  ['inject 10.0.1 239.1.1.1 --iif eth1', 2, 'BAD_ADDRESS', /only 3 of the 4 numbers/],
  ['inject 10.0.1.256 239.1.1.1 --iif eth1', 2, 'BAD_ADDRESS', /above 255/],
  ['inject 1.2.3 239.1.1.1 --iif eth1', 2, 'BAD_ADDRESS', /only 3 of the 4 numbers/],
  ['inject fe80::1%eth1 ff0e::a --iif eth1', 2, 'BAD_ADDRESS', /zone/],
  ['inject fc00::1::2 ff0e::a --iif eth1', 2, 'BAD_ADDRESS', /more than one ::/],
  ['inject 10.0.1.9 ff0e::a --iif eth1', 2, 'BAD_ADDRESS', /different families/],
  ['inject host.example 239.1.1.1 --iif eth1', 2, 'BAD_ADDRESS', /not an IP address/],
  ['route add 239.1.1.1 239.1.1.1 --iif eth1 --oif eth2', 1, 'BAD_ADDRESS', /multicast address/],
  ['route add 10.0.1.255 239.1.1.1 --iif eth1 --oif eth2', 1, 'BAD_ADDRESS', /broadcast address of eth1/],
  ['route add 169.254.0.9 239.1.1.1 --iif eth1 --oif eth2', 1, 'BAD_ADDRESS', /link-local/],
  ['route rm 10.0.1.9 10.0.1.9', 1, 'BAD_ADDRESS', /not a multicast address/],
  // Numbers.
  [`inject ${GOOD} --ttl 256`, 2, 'USAGE', /from 0 to 255/],
  [`inject ${GOOD} --ttl -1`, 2, 'USAGE', /from 0 to 255/],
  [`inject ${GOOD} --ttl 1.5`, 2, 'USAGE', /from 0 to 255/],
  [`inject ${GOOD} --ttl 064`, 2, 'USAGE', /from 0 to 255/],
  [`route add ${GOOD} --oif eth2:256`, 2, 'USAGE', /MINTTL .* from 0 to 255/],
  [`route add ${GOOD} --oif eth2:`, 2, 'USAGE', /MINTTL/],
  [`route add ${GOOD} --oif :9`, 2, 'USAGE', /does not name an interface/],
  [`inject ${GOOD} --count 1000000000`, 2, 'USAGE', /from 1 to 100000/],
  [`inject ${GOOD} --count 0`, 2, 'USAGE', /from 1 to 100000/],
  ['init --interfaces 256', 2, 'USAGE', /from 0 to 255/],
  ['init --queue-size 256', 2, 'USAGE', /from 0 to 255/],
  // Durations.
  ['advance-clock 10', 2, 'USAGE', /no unit/],
  ['advance-clock -- -10s', 2, 'USAGE', /negative/],
  ['advance-clock 10x', 2, 'USAGE', /unknown unit/],
  ['advance-clock 0.5ns', 2, 'USAGE', /whole number of nanoseconds/],
  ['advance-clock 9999999h', 1, 'CLOCK_OVERFLOW', /more than the clock can count/],
  ['advance-clock 9007199254740992ns', 1, 'CLOCK_OVERFLOW', /more than the clock can count/],
  [`inject ${GOOD} --count 100000 --interval 100h`, 1, 'CLOCK_OVERFLOW', /past its end/],
  ['advance-clock', 2, 'USAGE', /DURATION is missing/],
  ['advance-clock 1s --next', 2, 'USAGE', /are mutually exclusive/],
  // Interfaces.
  ['inject 10.0.1.9 239.1.1.1 --iif eth9', 1, 'UNKNOWN_INTERFACE', /"eth9"/],
  ['inject 10.0.1.9 239.1.1.1 --iif 9', 1, 'UNKNOWN_INTERFACE', /"9"/],
  ['iface add eth1', 1, 'DUPLICATE_INTERFACE', /named eth1/],
  ['iface add eth9 --id 1', 1, 'DUPLICATE_INTERFACE', /id 1/],
  ['iface add 9', 2, 'USAGE', /invalid interface name "9"/],
  ['iface add eth5 --address 10.0.5.1', 2, 'BAD_ADDRESS', /no prefix length/],
  ['iface add eth5 --address 10.0.5.1/33', 2, 'BAD_ADDRESS', /prefix length/],
  ['iface leave eth1 239.1.1.1', 1, 'NOT_A_MEMBER', /not a member/],
  ['iface join eth1 10.0.1.9', 1, 'BAD_ADDRESS', /not a multicast group/],
  // Flags and words.
  [`inject ${GOOD} --iif eth2`, 2, 'USAGE', /--iif is given twice/],
  [`inject ${GOOD} --quiet --quiet`, 2, 'USAGE', /--quiet is given twice/],
  ['inject 10.0.1.9 239.1.1.1 --iif=', 2, 'USAGE', /--iif is empty/],
  ['inject 10.0.1.9 239.1.1.1 --iif', 2, 'USAGE', /--iif requires a value/],
  ['inject 10.0.1.9 --iif eth1', 2, 'USAGE', /GROUP is missing/],
  ['inject', 2, 'USAGE', /SOURCE, GROUP, --iif are missing/],
  ['route add', 2, 'USAGE', /SOURCE, GROUP, --iif, --oif are missing/],
  [`route add ${GOOD} --oif eth2,`, 2, 'USAGE', /does not name an interface/],
  [`inject ${GOOD} extra`, 2, 'USAGE', /unexpected argument "extra"/],
  [`inject ${GOOD} --tll 5`, 2, 'USAGE', /did you mean --ttl/],
  [`inject ${GOOD} --quiet=true`, 2, 'USAGE', /takes no value/],
  ['advance-clock -5s', 2, 'USAGE', /negative/],
  ['--bogus', 2, 'USAGE', /unknown flag "--bogus"/],
  ['route --bogus', 2, 'USAGE', /unknown flag "--bogus"/],
  ['inject 1.2.3.4::1.2.3.4 ff0e::a --iif eth1', 2, 'BAD_ADDRESS', /not an IPv6 address/],
  ['iface add eth5 --address 239.1.1.1/24', 2, 'BAD_ADDRESS', /239\.1\.1\.1 is not a valid interface address/],
  ['session rename nowhere there --dry-run', 4, 'SESSION_NOT_FOUND', /no session nowhere/],
  ['iface add eth5 --address 10.0.5.1/24 --address 10.0.5.1/16', 1, 'BAD_ADDRESS', /duplicate address 10\.0\.5\.1/],

  ['session use x.json', 2, 'USAGE', /invalid session name "x\.json"/],
  ['show rout', 2, 'USAGE', /Did you mean routes/],
  ['rout add', 2, 'USAGE', /unknown command "rout"/],
  [`inject ${GOOD} --payload a --payload-hex 61`, 2, 'USAGE', /are mutually exclusive/],
  [`inject ${GOOD} --payload-hex 6`, 2, 'USAGE', /"6" is not a hexadecimal payload/],
  [`inject ${GOOD} --payload-file nowhere`, 2, 'USAGE', /no such file/],
  [`inject ${GOOD} --payload-file .`, 2, 'USAGE', /it is a folder/],
  ['route rm --all', 2, 'USAGE', /without confirmation\nhint: Add --yes\./],
  ['route rm 10.0.1.9 239.1.1.1 --all', 2, 'USAGE', /are mutually exclusive/],
  ['session remove default', 2, 'USAGE', /without confirmation\nhint: Add --yes\./],
  ['session use nowhere', 4, 'SESSION_NOT_FOUND', /no session nowhere/],
  ['session copy nowhere there', 4, 'SESSION_NOT_FOUND', /no session nowhere/],
  ['session use a b', 2, 'USAGE', /unexpected argument/],
  ['session use -- -a', 2, 'USAGE', /invalid session name "-a"/],
  ['init', 1, 'SESSION_EXISTS', /session default already exists/],
  ['show --session .', 2, 'USAGE', /invalid session name "\."/],
  ['route touch 10.0.1.9 239.1.1.1 --at 1s', 1, 'TIME_IN_FUTURE', /1s is in the future; the clock is at 0s/],
  ['route show 10.0.1.9 239.1.1.1', 1, 'ROUTE_NOT_FOUND', /no route/],
  ['advance-clock --next', 1, 'NO_TIMER', /no timer/],
];

describe('bad input gets a sentence, a hint or usage, the right exit code, and the session stays as it was', () => {
  it.each(REFUSED)('%s', (line, exit, code, names) => {
    const bench = createBench();
    bench.line('init');
    const path = join(bench.folder, 'data', 'sessions', 'default.json');
    const before = readFileSync(path, 'utf8');
    const ran = bench.line(line);
    expect(ran.stderr).toMatch(names);
    expect(ran.stderr).toMatch(/^mcast: .*\n(hint: .*\n)?$/);
    expect(ran).toMatchObject({ code: exit, stdout: '' });
    const words = line.split(' ');
    const end = words.indexOf('--');
    const withJson = words.toSpliced(end === -1 ? words.length : end, 0, '--json');
    const asJson = bench.run(...withJson);
    expect(JSON.parse(asJson.stdout)).toMatchObject({ schemaVersion: 1, error: { code } });
    expect(asJson.code).toBe(exit);
    expect(readFileSync(path, 'utf8')).toBe(before);
    expect(readdirSync(join(bench.folder, 'data', 'sessions'))).toEqual(['default.json', 'default.json.history']);
  });

  it('a payload fits a datagram, or is refused', () => {
    const bench = createBench();
    for (const [key, max] of [
      ['10.0.1.9 239.1.1.1', 65_507],
      ['fc00:1::9 ff0e::a', 65_527],
    ] as const) {
      writeFileSync(join(bench.folder, 'fits'), Buffer.alloc(max, 97));
      writeFileSync(join(bench.folder, 'too-large'), Buffer.alloc(max + 1, 97));
      expect(bench.line(`inject ${key} --iif eth1 --payload-file fits`).code).toBe(0);
      const refused = bench.line(`inject ${key} --iif eth1 --payload-file too-large`);
      expect(refused).toMatchObject({ code: 2, stdout: '' });
      expect(refused.stderr).toContain('too large for a datagram');
      bench.line('host add h1 --on eth1');
      const [, group] = key.split(' ');
      const sent = (size: number) => bench.run('send', 'h1', group ?? '', '--payload', 'a'.repeat(size));
      expect(sent(max).code).toBe(0);
      expect(sent(max + 1)).toMatchObject({ code: 2, stdout: '' });
    }
  });
});

describe('a session that cannot be used is left as it is, with exit code 4', () => {
  const FILES = [
    ['not JSON', 'hello', 'SESSION_CORRUPT', /not JSON/],
    ['empty', '', 'SESSION_CORRUPT', /it is empty/],
    ['of somebody else', '{"name":"x"}', 'SESSION_NOT_OURS', /not an mcast session file/],
    ['a list', '[]', 'SESSION_NOT_OURS', /not an mcast session file/],
    ['of a newer version', '{"format":"mcast-lab session","version":3}', 'SESSION_NEWER_VERSION', /has version 3/],
    ['lacking everything', '{"format":"mcast-lab session","version":1}', 'SESSION_CORRUPT', /must have/],
  ] as const;

  it.each(FILES)('%s', (_name, content, code, names) => {
    const bench = createBench();
    const path = join(bench.folder, 'lab.json');
    writeFileSync(path, content);
    for (const line of ['show', 'advance-clock 1s', 'init', 'init --force', 'session copy --session x.json lab.json']) {
      if (line.startsWith('session copy')) bench.line('init --session ./x.json');
      const ran = bench.line(`${line} ${line.includes('--session') ? '' : '--session ./lab.json'} --json`.replace('  ', ' '));
      expect(ran.code).toBe(4);
      expect(ran.stderr).toMatch(names);
      expect(JSON.parse(ran.stdout)).toMatchObject({ error: { code } });
      expect(readFileSync(path, 'utf8')).toBe(content);
    }
  });

  it('broken in one place, says where', () => {
    const bench = createBench();
    bench.line('route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2 --session ./lab.json');
    const path = join(bench.folder, 'lab.json');
    const good = readFileSync(path, 'utf8');
    const broken = good.replace('"minTtl":1', '"minTtl":256');
    writeFileSync(path, broken);
    expect(bench.line('show --session ./lab.json')).toMatchObject({ code: 4, stdout: '' });
    expect(bench.line('show --session ./lab.json').stderr).toContain(
      'routers[0].ipv4.installed[0].oifs[0].minTtl must be a whole number from 0 to 255',
    );
    writeFileSync(path, good.slice(0, -100));
    expect(bench.line('show --session ./lab.json')).toMatchObject({ code: 4 });
    expect(readFileSync(path, 'utf8')).toBe(good.slice(0, -100));
  });

  it('a folder, a folder that is missing, a link in a circle', () => {
    const bench = createBench();
    mkdirSync(join(bench.folder, 'folder.json'));
    symlinkSync('circle.json', join(bench.folder, 'circle.json'));
    for (const path of ['./folder.json', './missing/lab.json', './circle.json']) {
      const ran = bench.line(`init --session ${path}`);
      expect({ path, code: ran.code }).toEqual({ path, code: 4 });
      expect(ran.stderr).toMatch(/^mcast: .*cannot be (read|written): .*\nhint: .*\n$/);
    }
  });

  it('a place that nobody can write to', () => {
    const { environment, folder } = createBench();
    const env = { ...environment, MCAST_DATA_DIR: '/proc/x/y' };
    const nowhere = runProcess({ words: ['init'], cwd: folder, env, input: null });
    expect(nowhere.code).toBe(4);
    expect(nowhere.stderr).toContain('cannot be made');
    const ran = createBench().line('init --session /proc/lab.json');
    expect(ran).toMatchObject({ code: 4, stdout: '' });
    expect(ran.stderr).toMatch(/^mcast: \/proc\/lab\.json cannot be written: .*\nhint: .*\n$/);
  });

  it('a session is never renamed or copied onto itself, be it through a link', () => {
    const bench = createBench();
    bench.line('init --session ./real.json');
    symlinkSync('real.json', join(bench.folder, 'link.json'));
    for (const verb of ['rename', 'copy']) {
      expect(bench.line(`session ${verb} ./real.json ./link.json --force`)).toMatchObject({ code: 2, stdout: '' });
    }
    expect(bench.line('show clock --session ./real.json')).toMatchObject({ code: 0 });
  });

  it('one that cannot be looked at does not hide the others', () => {
    const bench = createBench();
    bench.line('init');
    symlinkSync('circle.json', join(bench.folder, 'data/sessions/circle.json'));
    expect(bench.json('session list')).toMatchObject({ sessions: [{ name: 'circle', bytes: null }, { name: 'default' }] });
  });

  it('a link is written through and stays a link', () => {
    const bench = createBench();
    bench.line('init --session ./real.json');
    symlinkSync('real.json', join(bench.folder, 'link.json'));
    expect(bench.line('advance-clock 1s --session ./link.json').code).toBe(0);
    expect(JSON.parse(readFileSync(join(bench.folder, 'real.json'), 'utf8'))).toMatchObject({ nowNs: 1e9 });
  });
});

describe('pipes', () => {
  it('a reader that goes away ends the program quietly', () => {
    const bench = createBench();
    bench.line('init --interfaces 200');
    const script = 'mcast show --json | head -c 1; mcast show | head -1';
    const { stdout, stderr } = runShell(bench, script);
    expect(stdout).toMatch(/^\{Clock 0s\n$/);
    expect(stderr).toBe('');
  });

  it('what is read on stdin by a loop is not eaten', () => {
    const bench = createBench();
    const script = "printf '1s\\n2s\\n3s\\n' | while read d; do mcast advance-clock $d; done";
    const { stdout } = runShell(bench, script);
    expect(stdout).toBe('clock 0s → 1s\nclock 1s → 3s\nclock 3s → 6s\n');
  });
});
