import { readdirSync } from 'node:fs';
import { isPrintable } from '../core/printable.js';

/** Names of files that begin as a path does; folders end in a slash. None where the folder cannot be looked at. */
export function fileNames(path: string): string[] {
  const slash = path.lastIndexOf('/') + 1;
  const start = path.slice(slash);
  try {
    const entries = readdirSync(path.slice(0, slash) || '.', { withFileTypes: true });
    const shown = entries.filter(
      ({ name }) => name.startsWith(start) && (start !== '' || !name.startsWith('.')) && isPrintable(name),
    );
    return shown.map((entry) => `${path.slice(0, slash)}${entry.name}${entry.isDirectory() ? '/' : ''}`).sort();
  } catch {
    return [];
  }
}
