import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Bench } from './program.js';
import { createBench } from './program.js';

/** A folder with a script. */
function withScript(...lines: string[]): Bench {
  const bench = createBench();
  writeFileSync(join(bench.folder, 'demo.mcast'), `${lines.join('\n')}\n`);
  return bench;
}

const ROUTE = 'route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2 --oif eth3:10';
const AT_TTL_1 = 'inject 10.0.1.9 239.1.1.1 --iif eth1 --ttl 1';

it('runs a script on all stacks by default, and says where they differ', () => {
  const { run } = withScript(ROUTE, 'inject 10.0.1.9 239.1.1.1 --iif eth1 --ttl 64', AT_TTL_1);
  const { code, stdout } = run('compare', 'demo.mcast');
  expect(code).toBe(0);
  expect(stdout).toContain(`line 3: ${AT_TTL_1}`);
  expect(stdout).toMatch(/gvisor-2022 {2}packet 2 forwarded to eth2 \(TTL 0\)/);
  expect(stdout).toMatch(/linux {8}packet 2 dropped: no outgoing interface takes it/);
  expect(stdout).toContain('differ on gvisor-2022 and gvisor-2026 and linux');
});

it('has the values of each stack as data', () => {
  const { json } = withScript(ROUTE, AT_TTL_1);
  const { stacks, differences } = json('compare demo.mcast');
  expect(stacks).toEqual(['gvisor-2022', 'gvisor-2026', 'linux']);
  const outcome = { 'gvisor-2022': 'forwarded', 'gvisor-2026': 'forwarded', linux: 'dropped' };
  expect(differences).toMatchObject([
    { line: 1 },
    { line: 2, fields: expect.arrayContaining([{ field: 'packets[0].outcome', values: outcome }]) },
  ]);
});

it('does not call the way in which a stack writes things down a difference', () => {
  const { json } = withScript('route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2', 'inject 10.0.1.9 239.1.1.1 --iif eth1');
  expect(json('compare demo.mcast')).toMatchObject({ lines: 2, differences: [] });
});

it('compares what one stack refuses', () => {
  const { json } = withScript("route add '*' 239.1.1.1 --iif eth1 --oif eth1 --oif eth2");
  expect(json('compare demo.mcast').differences).toMatchObject([
    { line: 1, fields: [{ field: 'error', values: { 'gvisor-2022': 'NOT_IN_THIS_STACK', 'gvisor-2026': 'NOT_IN_THIS_STACK' } }] },
  ]);
});

it.each([
  ['differ', AT_TTL_1, 1],
  ['agree', 'show clock', 0],
])('exits with --exit-code by whether the stacks %s', (_what, line, code) => {
  const { run } = withScript(ROUTE.replace(' --oif eth3:10', ''), line);
  expect(run('compare', 'demo.mcast', '--exit-code', '--stack', 'gvisor-2022', '--stack', 'linux').code).toBe(code);
  expect(run('compare', 'demo.mcast', '--exit-code', '--stack', 'gvisor-2022,gvisor-2026').code).toBe(0);
});

it('needs two stacks', () => {
  const { run } = withScript('show');
  expect(run('compare', 'demo.mcast', '--stack', 'linux')).toMatchObject({ code: 2 });
});
