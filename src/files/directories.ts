import { isAbsolute, join } from 'node:path';
import { homeFolder } from './system.js';

/** The folder that oclif names by it: `dirname` in package.json. */
const DIRECTORY = 'mcast-lab';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where sessions live. The same folder as oclif's `config.dataDir`, found without loading oclif; a test compares the two.
 */
export function dataDirectory(environment: Environment, platform: NodeJS.Platform): string {
  return environment.MCAST_DATA_DIR || join(baseDirectory('DATA', '.local/share', environment, platform), DIRECTORY);
}

/** Where what can be made again lives. The same folder as oclif's `config.cacheDir`. */
export function cacheDirectory(environment: Environment, platform: NodeJS.Platform): string {
  if (environment.MCAST_CACHE_DIR) return environment.MCAST_CACHE_DIR;
  if (platform === 'darwin') return join(home(environment), 'Library', 'Caches', DIRECTORY);
  return join(baseDirectory('CACHE', '.cache', environment, platform), DIRECTORY);
}

/** Where what is remembered of a person's work lives, such as the lines they typed. */
export function stateDirectory(environment: Environment, platform: NodeJS.Platform): string {
  return environment.MCAST_STATE_DIR || join(baseDirectory('STATE', '.local/state', environment, platform), DIRECTORY);
}

function baseDirectory(category: string, below: string, environment: Environment, platform: NodeJS.Platform): string {
  const local = platform === 'win32' ? environment.LOCALAPPDATA : undefined;
  return absolute(environment[`XDG_${category}_HOME`]) || local || join(home(environment), below);
}

function home(environment: Environment): string {
  return absolute(environment.HOME) || homeFolder();
}

/** The XDG Base Directory Specification: "If an implementation encounters a relative path … it should consider the path invalid". */
function absolute(path = ''): string {
  return isAbsolute(path) ? path : '';
}
