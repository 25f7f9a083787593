import { expect, it } from 'vitest';
import { plainStyle } from '../../src/render/style.js';
import { number, table, text } from '../../src/render/table.js';

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
