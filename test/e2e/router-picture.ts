import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConsoleSteps } from './console-blocks.js';

/** The picture that docs/drawing.md shows: what its own lines draw. @param root folder of the package */
export function routerPicture(root: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'mcast-picture-'));
  try {
    const page = readFileSync(join(root, 'docs/drawing.md'), 'utf8');
    const lines = readConsoleSteps(page).map(({ command }) => command);
    const drawn = lines.findIndex((line) => line.endsWith('--output router.svg'));
    for (const line of lines.slice(0, drawn + 1)) {
      const [, ...words] = line.split(' ');
      const { status, stderr } = spawnSync(process.execPath, [join(root, 'bin/mcast.js'), ...words], {
        cwd: folder,
        env: { PATH: process.env.PATH ?? '', HOME: folder, MCAST_DATA_DIR: join(folder, 'data') },
        encoding: 'utf8',
      });
      if (status !== 0) throw new Error(`${line}: ${stderr}`);
    }
    return readFileSync(join(folder, 'router.svg'), 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
