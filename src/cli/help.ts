import { join } from 'node:path';
import { LabError } from '../core/errors.js';
import { readText } from '../files/file.js';

/** The widths, in columns, for which the build writes oclif's help down, the widest first. */
export const HELP_WIDTHS = [100, 80] as const;

/**
 * oclif's help as the build wrote it down: loading oclif takes three times as long as all the rest. Null if there is none for so narrow a
 * terminal.
 *
 * @param root folder of the package
 * @param words name of a command or topic; none for everything
 * @param look how wide it may be, and whether to print without color
 */
export function readHelp(
  root: string,
  words: readonly string[],
  { columns, isPlain }: { readonly columns: number | null; readonly isPlain: boolean },
): string | null {
  const width = columns === null ? 80 : (HELP_WIDTHS.find((candidate) => candidate <= columns) ?? null);
  const page = width === null ? undefined : readPages(root, width)?.[words.join(' ')]?.replace('<version>', versionOf(root));
  if (page === undefined) return null;
  return isPlain ? page.replaceAll(/\u001b\[[0-9;]*m/g, '') : page;
}

/** The program's version, with Node's and the system's, as oclif writes it. */
export function versionOf(root: string): string {
  // The package has both.
  const { name, version } = JSON.parse(readText(join(root, 'package.json')) ?? '{}') as Record<string, string>;
  return `${name}/${version} ${process.platform}-${process.arch} node-${process.version}`;
}

/** Null if they cannot be read, in which case oclif is asked. */
function readPages(root: string, width: number): Readonly<Record<string, string>> | null {
  try {
    const text = readText(join(root, 'dist', 'cli', `help-${width}.json`));
    // The build wrote it.
    return text === null ? null : (JSON.parse(text) as Record<string, string>);
  } catch (error) {
    if (error instanceof LabError) return null;
    throw error;
  }
}
