/**
 * `npm run test:nodes`: runs the tests on every version of Node that is supported, one after the other, and says what came of each. The versions that
 * do not run already come from npm, into a folder that is gone afterwards. What follows `--` goes to vitest.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { ROOT, setUp } from './set-up.mjs';

const MAJORS = [20, 22, 24, 26];
const OWN_MAJOR = Number(process.versions.node.split('.')[0]);
const IS_WINDOWS = process.platform === 'win32';

setUp();
const folder = mkdtempSync(join(tmpdir(), 'mcast-nodes-'));
try {
  const wanted = MAJORS.filter((major) => major !== OWN_MAJOR);
  install(wanted);
  const programs = [...wanted.map((major) => [major, programOf(major)]), [OWN_MAJOR, process.execPath]];
  const results = programs.sort(([one], [other]) => one - other).map(([, program]) => testOn(program));
  console.log(`\n${results.map(({ version, passed }) => `Node ${version}: ${passed ? 'passed' : 'failed'}`).join('\n')}`);
  process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** npm has Node's own builds as packages, one for each system. */
function install(majors) {
  console.error(`mcast-lab: fetching Node ${majors.join(', ')} …`);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const system = `node-${IS_WINDOWS ? 'win' : process.platform}-${process.arch}`;
  const packages = majors.map((major) => `node${major}@npm:${system}@${major}`);
  const { status, stderr } = spawnSync('npm', ['install', '--no-fund', '--no-audit', ...packages], {
    cwd: folder,
    encoding: 'utf8',
    shell: IS_WINDOWS,
  });
  if (status !== 0) throw new Error(`npm has no ${system} for us: ${stderr}`);
}

function programOf(major) {
  return join(folder, 'node_modules', `node${major}`, 'bin', IS_WINDOWS ? 'node.exe' : 'node');
}

/** The tests start `node` by its name as well, so it comes first on the path. */
function testOn(program) {
  const version = spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout.trim();
  console.log(`\n— Node ${version}`);
  const env = { ...process.env, PATH: `${dirname(program)}${delimiter}${process.env.PATH}` };
  const args = [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', ...process.argv.slice(2)];
  return { version, passed: spawnSync(program, args, { cwd: ROOT, env, stdio: 'inherit' }).status === 0 };
}
