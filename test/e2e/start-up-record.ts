import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What one command loads from its start to its end. */
interface Loads {
  /** Node's modules that our files ask for. */
  readonly asked: readonly string[];
  /** Node's modules that Node had not loaded when our first file began, whoever asks for them. */
  readonly loaded: readonly string[];
  /** Our files that are opened. */
  readonly files: readonly string[];
}

/** What start-up costs, in what can be counted. */
export interface StartUpNote {
  readonly mainBundleBytes: number;
  readonly commands: Readonly<Record<string, Loads>>;
}

/** What a run of the program did. */
export interface Recorded extends Loads {
  readonly code: number | null;
  /** How often each function of the file system was called. */
  readonly calls: Readonly<Record<string, number>>;
}

/** What is looked at: how start-up goes for them is how it goes for all. */
const LINES = [
  'route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2',
  'show',
  'inject 10.0.1.9 239.1.1.1 --iif eth1',
  '--help',
  '--version',
  'run script.mcast',
];

/** What start-up comes to now, as it is kept in `test/fixtures/start-up-modules.json`. @param root folder of the package */
export function noteStartUp(root: string): StartUpNote {
  const folder = mkdtempSync(join(tmpdir(), 'mcast-start-up-'));
  try {
    writeFileSync(join(folder, 'script.mcast'), 'route add 10.0.1.9 239.1.1.2 --iif eth1 --oif eth2\nshow\n');
    const commands: Record<string, Loads> = {};
    for (const line of LINES) {
      const words = line.split(' ');
      // The first run of a command may write the code that is kept of it.
      recordRun(root, folder, words);
      const { code, asked, loaded, files } = recordRun(root, folder, words);
      if (code !== 0) throw new Error(`mcast ${line} ended with ${code}`);
      commands[line] = { asked: [...asked].sort(), loaded: [...loaded].sort(), files: [...files].sort() };
    }
    return { mainBundleBytes: statSync(join(root, 'dist/cli/mcast.cjs')).size, commands };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Runs the program, and says what it did.
 *
 * @param root folder of the package
 * @param folder where it runs and has its sessions
 */
export function recordRun(root: string, folder: string, words: readonly string[]): Recorded {
  const record = join(folder, 'record.json');
  const args = ['--require', join(root, 'test/e2e/record-start-up.cjs'), join(root, 'bin/mcast.js'), ...words];
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    LANG: 'C.UTF-8',
    MCAST_DATA_DIR: join(folder, 'data'),
    MCAST_CACHE_DIR: join(folder, 'cache'),
    MCAST_TEST_RECORD: record,
  };
  const { status } = spawnSync(process.execPath, args, { cwd: folder, env, maxBuffer: 1 << 28 });
  return { code: status, ...JSON.parse(readFileSync(record, 'utf8')) };
}
