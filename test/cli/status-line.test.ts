import { describe, expect, it } from 'vitest';
import { StatusLine } from '../../src/cli/status-line.js';

/** What is written for these texts on a terminal so wide. */
function written(columns: number | null, ...texts: string[]): string[] {
  const all: string[] = [];
  const line = new StatusLine(
    (text) => all.push(text),
    () => columns,
  );
  for (const text of texts) line.show(text);
  return all;
}

describe('a status line', () => {
  it('is written over, with spaces where the earlier one was longer', () => {
    expect(written(80, 'line 10', 'line 9')).toEqual(['\rline 10', '\rline 9 ']);
  });

  it('is wiped, and leaves the cursor at the beginning', () => {
    expect(written(80, 'line', '')).toEqual(['\rline', '\r    \r']);
  });

  it('is written only where it changes', () => {
    expect(written(80, '', 'line', 'line', '', '')).toEqual(['\rline', '\r    \r']);
  });

  it.each([
    [8, '\r1234567'],
    [7, '\r123...'],
    [5, '\r1...'],
    [3, '\r..'],
    [1, '\r\r'],
  ])('has room on a terminal of %d columns, but for the last', (columns, text) => {
    expect(written(columns, '1234567')).toEqual([text]);
  });

  it('gives what is not ASCII room for two columns', () => {
    expect(written(9, '組播路由', '組播路由器')).toEqual(['\r組播路由', '\r組播... ']);
    expect(written(20, '組播', 'ab')).toEqual(['\r組播', '\rab  ']);
  });

  it('is nowhere if there is no terminal', () => {
    expect(written(null, 'line', '')).toEqual([]);
  });
});
