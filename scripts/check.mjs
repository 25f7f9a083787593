/**
 * `npm run check`: everything that must hold on main. Continues after a failure, so that one run reports all. Words behind `--` choose checks by the
 * first word of their names (`types lint`); `--but-tests` leaves out the tests.
 */
import { join } from 'node:path';
import { inherit, ROOT, setUp } from './set-up.mjs';

const TESTS = 'vitest/vitest.mjs';

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
  ['package', 'publint/src/cli.js', ['--strict', '--pack', 'npm']],
  ['types of the package', '@arethetypeswrong/cli/dist/index.js', ['--pack', '.']],
];

setUp();
const words = process.argv.slice(2);
const names = words.filter((word) => !word.startsWith('--'));
const wanted = CHECKS.filter(([name, program]) => {
  if (names.length > 0) return names.includes(name.split(' ')[0]);
  return !(words.includes('--but-tests') && program === TESTS);
});
const failed = wanted.filter(([name, program, args]) => {
  console.log(`\n— ${name}`);
  return inherit(process.execPath, [join(ROOT, 'node_modules', program), ...args]) !== 0;
});
console.log(failed.length === 0 ? '\nall checks passed' : `\nfailed: ${failed.map(([name]) => name).join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
