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

it('a refusal retold in other words keeps its code, hint and data', () => {
  const data = { kind: 'family', family: 'ipv6' } as const;
  const error = new LabError('NOT_PERMITTED', 'off', 'Turn it on.', data).withMessage('it is off');
  expect(error).toMatchObject({ code: 'NOT_PERMITTED', message: 'it is off', hint: 'Turn it on.', data });
});
