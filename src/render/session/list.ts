import { escapeText } from '../../core/printable.js';
import type { Style } from '../style.js';
import { number, table, text } from '../table.js';

interface SessionView {
  readonly name: string;
  readonly path: string;
  readonly current: boolean;
  readonly bytes: number | null;
}

export function renderSessionList(sessions: readonly SessionView[], style: Style): string {
  if (sessions.length === 0) return 'there is no session yet';
  const rows = sessions.map(({ name, path, current, bytes }) => [
    current ? style.paint('good', '*') : ' ',
    current ? style.paint('strong', name) : name,
    String(bytes ?? '?'),
    escapeText(path),
  ]);
  return table([text(''), text('name'), number('bytes'), text('path')], rows, style);
}
