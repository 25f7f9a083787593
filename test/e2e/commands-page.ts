import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { COMMANDS } from '../../src/commands/index.js';

/**
 * The page that lists every command: what the program's help says, as it says it.
 *
 * @param root folder of the built package
 */
export function commandsPage(root: string): string {
  return [
    '# Commands',
    '',
    'What `mcast COMMAND --help` prints, for every command. Written by `npm run docs`.',
    '',
    'Flags that every command has, `--dry-run` only those that change something:',
    '',
    '```text',
    globalFlags(root),
    '```',
    '',
    ...COMMANDS.filter(({ hidden }) => !hidden).flatMap(({ id }) => [
      `## mcast ${id}`,
      '',
      '```text',
      helpOn(root, id),
      '```',
      '',
    ]),
  ].join('\n');
}

const GLOBAL_SECTION = /\nGLOBAL FLAGS\n((?:.+\n)*)/;

function globalFlags(root: string): string {
  return (GLOBAL_SECTION.exec(runHelp(root, 'inject'))?.[1] ?? '').trimEnd();
}

function helpOn(root: string, id: string): string {
  return runHelp(root, id).replace(GLOBAL_SECTION, '').trimEnd();
}

function runHelp(root: string, id: string): string {
  const environment = { ...process.env, NO_COLOR: '1' };
  return spawnSync(process.execPath, [join(root, 'bin/mcast.js'), ...id.split(' '), '--help'], {
    encoding: 'utf8',
    env: environment,
  }).stdout;
}
