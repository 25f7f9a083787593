/** `npm start`: sets up, takes the tour and, on a terminal, says how to go on. */
import { join } from 'node:path';
import { inherit, ROOT, setUp } from './set-up.mjs';

setUp();
process.exitCode = inherit(process.execPath, [join(ROOT, 'bin', 'mcast.js'), 'tour', ...process.argv.slice(2)]);
if (process.stdout.isTTY) {
  console.log(`
To go on:
  alias mcast='${join(ROOT, 'bin', 'mcast.js')}'
  mcast route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2
  mcast inject 10.0.1.9 239.1.1.1 --iif eth1
  mcast show
  mcast --help`);
}
