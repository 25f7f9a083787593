import { expect, it } from 'vitest';
import { number, plainStyle, text } from '../../src/render/style.js';

it('a plain table has its columns two spaces apart, numbers flush right, and no space at the end of a line', () => {
  const rows = [
    ['10.0.1.9', '7', 'a'],
    ['x', '1000', ''],
  ];
  expect(plainStyle.table([text('source'), number('no'), text('more')], rows)).toBe(
    ['SOURCE      NO  MORE', '10.0.1.9     7  a', 'x         1000'].join('\n'),
  );
});

it('a plain table may have a great many rows', () => {
  const rows = Array.from({ length: 300_000 }, (_, index) => [String(index)]);
  expect(plainStyle.table([number('no')], rows).split('\n')).toHaveLength(300_001);
});
