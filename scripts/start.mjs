/** `npm start`: sets up, takes the tour, runs gVisor's example through the library and, on a terminal, prints what to try next. */
import { join } from 'node:path';
import { inherit, ROOT, setUp } from './set-up.mjs';

setUp();
const program = join(ROOT, 'bin', 'mcast.js');
process.exitCode = inherit(process.execPath, [program, 'tour', ...process.argv.slice(2)]);
if (process.exitCode === 0) {
  console.log("\n# gVisor's documented example of its route table, through the library: examples/gvisor-example.mjs");
  process.exitCode = inherit(process.execPath, [join(ROOT, 'examples', 'gvisor-example.mjs')]);
}
if (process.stdout.isTTY) {
  console.log(`
To continue:
  alias mcast='${program}'
  mcast route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2
  mcast inject 10.0.1.9 239.1.1.1 --iif eth1
  mcast show
  mcast --help`);
}
