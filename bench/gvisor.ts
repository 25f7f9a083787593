import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where Debian's golang-gvisor-gvisor-dev puts gVisor. */
const GOPATH = '/usr/share/gocode';
const TREE = `${GOPATH}/src/gvisor.dev/gvisor`;
/** Inside the folder whose internal packages the table is one of. */
const PACKAGE = 'pkg/tcpip/network/internal/mcastbench';

/**
 * Builds gvisor/main.go, unless that was done before, as if it stood in gVisor's tree. Returns the program, or null if Go or gVisor's sources
 * are not here.
 *
 * @param root folder of the package
 */
export function buildGvisor(root: string): string | null {
  if (!existsSync(TREE) || spawnSync('go', ['version']).status !== 0) return null;
  const source = join(root, 'bench', 'gvisor', 'main.go');
  const folder = join(root, 'node_modules', '.cache', 'mcast-bench');
  const program = join(folder, 'gvisor');
  if (existsSync(program) && statSync(program).mtimeMs > statSync(source).mtimeMs) return program;
  mkdirSync(folder, { recursive: true });
  const overlay = join(folder, 'overlay.json');
  writeFileSync(overlay, JSON.stringify({ Replace: { [`${TREE}/${PACKAGE}/main.go`]: source } }));
  const { status, stderr } = spawnSync('go', ['build', '-overlay', overlay, '-o', program, `gvisor.dev/gvisor/${PACKAGE}`], {
    env: { ...process.env, GO111MODULE: 'off', GOPATH },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`gVisor's side cannot be built: ${stderr}`);
  return program;
}

/** What Go's compiler and gVisor's package are called, for whoever reads the figures. */
export function describeGvisor(): string {
  const { stdout } = spawnSync('go', ['version'], { encoding: 'utf8' });
  const status = readFileSync('/var/lib/dpkg/status', 'utf8');
  const version = /^Package: golang-gvisor-gvisor-dev\n(?:.+\n)*?Version: (.+)$/m.exec(status)?.[1];
  return `${stdout.trim().replace(/^go version /, '')}, golang-gvisor-gvisor-dev ${version ?? 'of another origin'}`;
}
