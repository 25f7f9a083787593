import { expect, it } from 'vitest';
import { terminalStyle } from '../../src/cli/lazy/terminal-style.js';
import { plainStyle } from '../../src/render/style.js';
import { number, table, text } from '../../src/render/table.js';
import { widthOf } from '../../src/render/width.js';

it('a plain table has its columns two spaces apart, numbers flush right, and no space at the end of a line', () => {
  const rows = [
    ['10.0.1.9', '7', 'a'],
    ['x', '1000', ''],
  ];
  expect(table([text('source'), number('no'), text('more')], rows, plainStyle)).toBe(
    ['SOURCE      NO  MORE', '10.0.1.9     7  a', 'x         1000'].join('\n'),
  );
});

it('a plain table may have a great many rows', () => {
  const rows = Array.from({ length: 300_000 }, (_, index) => [String(index)]);
  expect(table([number('no')], rows, plainStyle).split('\n')).toHaveLength(300_001);
});

const ROUTES = [text('source'), text('oifs'), number('packets')];
const LONG = ['10.0.1.9', 'eth2, eth3 (min TTL 65), eth4', '7'];
const bare = (painted: string) => painted.replaceAll(/\u001b\[[\d;]*m/g, '').split('\n');

it('on a terminal, a rule is below the head, columns shrink and cells wrap at blanks', () => {
  expect(bare(table(ROUTES, [LONG], { ...terminalStyle, columns: 34 }))).toEqual([
    'source    oifs             packets',
    '─'.repeat(34),
    '10.0.1.9  eth2, eth3 (min        7',
    '          TTL 65), eth4',
  ]);
});

it('a word longer than its column is broken and kept whole, whatever it is painted', () => {
  const word = 'x'.repeat(100);
  const lines = bare(table(ROUTES, [['a', terminalStyle.paint('faint', word), '1']], { ...terminalStyle, columns: 70 }));
  expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(70);
  expect(lines.join('').replaceAll(/[^x]/g, '')).toBe(word);
});

it('a row that cannot fit is a paragraph of titles and values', () => {
  expect(bare(table(ROUTES, [['2001:db8::1111:2222:3333:4444', 'eth2', '7']], { ...terminalStyle, columns: 40 }))).toEqual([
    'source 2001:db8::1111:2222:3333:4444',
    '  oifs eth2   packets 7',
  ]);
});

it('a long table on a terminal is printed row by row, and stacks if it does not fit', () => {
  const rows = Array.from({ length: 201 }, () => LONG);
  const style = { ...terminalStyle, columns: 60 };
  expect(bare(table(ROUTES, rows, style))[2]).toBe('10.0.1.9  eth2, eth3 (min TTL 65), eth4        7');
  expect(bare(table(ROUTES, rows, { ...style, columns: 40 })).slice(0, 2)).toEqual([
    'source 10.0.1.9',
    '  oifs eth2, eth3 (min TTL 65), eth4',
  ]);
});
