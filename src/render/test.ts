import { escapeText } from '../core/printable.js';
import { count } from './phrase.js';
import type { Style } from './style.js';

/** A script that was run as a test. */
export interface TestedScript {
  readonly file: string;
  readonly ok: boolean;
  /** Of the line that failed, or 0. */
  readonly exitCode: number;
  /** The lines up to the one that failed and what came of them; null if none did. */
  readonly output: string | null;
}

/** As the Test Anything Protocol has it, version 14. */
export function renderTap(scripts: readonly TestedScript[]): string {
  const tests = scripts.flatMap(({ file, ok, exitCode, output }, index) => {
    const line = `${ok ? 'ok' : 'not ok'} ${index + 1} - ${describeFile(file)}`;
    if (output === null) return [line];
    return [line, '  ---', `  exit: ${exitCode}`, '  output: |', ...linesOf(output).map((text) => `    ${text}`), '  ...'];
  });
  return ['TAP version 14', `1..${scripts.length}`, ...tests].join('\n');
}

/** A line for each script, with what happened in those that failed. */
export function renderTests(scripts: readonly TestedScript[], style: Style): string {
  const lines = scripts.flatMap(({ file, ok, output }) => {
    const line = `${ok ? style.paint('good', '✓') : style.paint('bad', '✗')} ${escapeText(file)}`;
    return output === null ? [line] : [line, ...linesOf(output).map((text) => `    ${text}`)];
  });
  const passed = scripts.filter(({ ok }) => ok).length;
  return [...lines, `${passed} of ${count(scripts.length, 'script')} passed`].join('\n');
}

function linesOf(output: string): string[] {
  return output.trimEnd().split('\n');
}

/** In a test line, `#` begins a directive. */
function describeFile(file: string): string {
  return escapeText(file).replaceAll(/[\\#]/g, '\\$&');
}
