import { expect, it } from 'vitest';
import { readKeys, readRest } from '../../src/watch/typed-keys.js';

it.each([
  ['a letter', 'q', ['q'], ''],
  ['several at once', 'jj5', ['j', 'j', '5'], ''],
  ['arrows', '\u001b[A\u001b[B', ['up', 'down'], ''],
  ['arrows as some terminals send them', '\u001bOA\u001bOB', ['up', 'down'], ''],
  ['pages', '\u001b[5~\u001b[6~', ['page up', 'page down'], ''],
  ['ends', '\u001b[H\u001b[4~', ['home', 'end'], ''],
  ['tabs', '\t\u001b[Z', ['tab', 'shift-tab'], ''],
  ['controls', '\u0003\u0004\u000c\u001a', ['ctrl-c', 'ctrl-d', 'ctrl-l', 'ctrl-z'], ''],
  ['a key that has no name', '\u001b[1;5A', ['\u001b[1;5A'], ''],
  ['an Escape that something stands behind', '\u001bq', ['escape', 'q'], ''],
  ['an Escape that may go on', 'a\u001b', ['a'], '\u001b'],
  ['half an arrow', '\u001b[', [], '\u001b['],
  ['a wide character', '日', ['日'], ''],
  ['nothing', '', [], ''],
])('%s', (_what, input, keys, rest) => {
  expect(readKeys(input)).toEqual({ keys, rest });
});

it('what may go on and does not is a key of its own', () => {
  expect(readRest('\u001b')).toEqual(['escape']);
  expect(readRest('\u001b[')).toEqual(['escape', '[']);
});
