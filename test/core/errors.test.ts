import { expect, it } from 'vitest';
import { LabError } from '../../src/core/errors.js';

it('a refusal has a code, a message and a hint', () => {
  const error = new LabError('NO_TIMER', 'no timer is armed', 'Say how far to go.');
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({ name: 'LabError', code: 'NO_TIMER', message: 'no timer is armed', hint: 'Say how far to go.' });
  expect(String(error)).toBe('LabError: no timer is armed');
});

it('a refusal may have no hint', () => {
  expect(new LabError('NO_TIMER', 'no timer is armed').hint).toBeNull();
});
