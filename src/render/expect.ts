import { escapeText } from '../core/printable.js';
import type { ExpectResult } from '../ops/expect.js';
import type { Style } from './style.js';
import { table, text } from './table.js';

const COLUMNS = [text(''), text('field'), text('expected'), text('actual')];

/** Null if the expectation is not met: the failure says so. */
export function renderExpect({ met }: Pick<ExpectResult, 'met'>, style: Style): string {
  return met ? style.paint('good', 'as expected') : '';
}

/** Expected and actual beside each other, with a mark on what differs. */
export function renderChecks({ checks }: Pick<ExpectResult, 'checks'>, style: Style): string {
  const rows = checks.map(({ met, ...check }) => {
    const [field, expected, actual] = [check.field, check.expected, check.actual].map(escapeText);
    const paint = (cell = '') => (met ? cell : style.paint('bad', cell));
    return [met ? '' : style.paint('bad', '≠'), field ?? '', expected ?? '', paint(actual)];
  });
  return table(COLUMNS, rows, style);
}
