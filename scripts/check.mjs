/** `npm run check`: everything that must hold on main; with `-- --but-tests` all but the tests. Goes on after a failure, so that one run tells all. */
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
const isWithoutTests = process.argv.includes('--but-tests');
const wanted = CHECKS.filter(([, program]) => !(isWithoutTests && program === TESTS));
const failed = wanted.filter(([name, program, args]) => {
  console.log(`\n— ${name}`);
  return inherit(process.execPath, [join(ROOT, 'node_modules', program), ...args]) !== 0;
});
console.log(failed.length === 0 ? '\nall checks passed' : `\nfailed: ${failed.map(([name]) => name).join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
