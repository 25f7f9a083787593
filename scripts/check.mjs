/**
 * `npm run check`: everything that must hold on main. Continues after a failure, so that one run reports all. Words behind `--` choose checks by the
 * first word of their names (`types lint`); `--but-tests` leaves out the tests.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inherit, ROOT, setUp } from './set-up.mjs';

const TESTS = 'vitest/vitest.mjs';

/** Stands for the packed package. Packing it here saves a build, which `npm pack` of each tool would make. */
const PACKED = Symbol('package');

const CHECKS = [
  ['types', 'typescript/bin/tsc', ['--project', '.']],
  ['lint', '@biomejs/biome/bin/biome', ['ci', '--error-on-warnings', '.']],
  [
    'layers',
    'dependency-cruiser/bin/dependency-cruise.mjs',
    ['src', '--config', '.dependency-cruiser.mjs', '--output-type', 'err'],
  ],
  ['tests, docs and coverage', TESTS, ['run', '--coverage']],
  ['nothing unused', 'knip/bin/knip.js', []],
  ['package', 'publint/src/cli.js', ['--strict', PACKED]],
  ['types of the package', '@arethetypeswrong/cli/dist/index.js', [PACKED]],
];

setUp();
const words = process.argv.slice(2);
const names = words.filter((word) => !word.startsWith('--'));
const wanted = CHECKS.filter(([name, program]) => {
  if (names.length > 0) return names.includes(name.split(' ')[0]);
  return !(words.includes('--but-tests') && program === TESTS);
});
const folder = mkdtempSync(join(tmpdir(), 'mcast-check-'));
let packed = '';
const failed = wanted.filter(([name, program, args]) => {
  const from = Date.now();
  console.log(`\n— ${name}`);
  const words = args.map((word) => (word === PACKED ? pack() : word));
  const isFailed = inherit(process.execPath, [join(ROOT, 'node_modules', program), ...words]) !== 0;
  console.log(`${name}: ${Math.round((Date.now() - from) / 1000)} s`);
  return isFailed;
});
rmSync(folder, { recursive: true });
console.log(failed.length === 0 ? '\nall checks passed' : `\nfailed: ${failed.map(([name]) => name).join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;

/** Packs what is built, once. Returns the path of the package. */
function pack() {
  if (packed === '') {
    inherit('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder]);
    packed = join(folder, readdirSync(folder)[0] ?? 'nothing');
  }
  return packed;
}
