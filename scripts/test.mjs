/** `npm test`: sets up and runs the tests. What follows `--` goes to vitest. */
import { join } from 'node:path';
import { inherit, ROOT, setUp } from './set-up.mjs';

setUp();
process.exitCode = inherit(process.execPath, [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', ...process.argv.slice(2)]);
