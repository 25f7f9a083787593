import { describe, expect, it } from 'vitest';
import { decodeLab, encodeLab } from '../../../src/codec/snapshot.js';
import { CHANGES, RELEASES } from '../../../src/core/gvisor/release.js';
import { standardLab } from '../../../src/core/lab.js';
import { RouteKey } from '../../../src/core/route.js';
import { parseStack, STACK_NAMES } from '../../../src/core/stack.js';

describe('the names of stacks', () => {
  it.each(STACK_NAMES)('%s', (name) => {
    expect(parseStack(name)).toBe(name);
  });

  it('gvisor is the documented one', () => {
    expect(parseStack('gvisor')).toBe('gvisor-2022');
  });

  it('another one is refused', () => {
    expect(() => parseStack('bsd')).toThrow(expect.objectContaining({ code: 'USAGE', message: 'unknown stack "bsd"' }));
  });
});

it('the release of 2022 has none of the changes, that of 2026 all', () => {
  const changes = Object.keys(CHANGES);
  expect(RELEASES['gvisor-2022']).toEqual(Object.fromEntries(changes.map((change) => [change, false])));
  expect(RELEASES['gvisor-2026']).toEqual(Object.fromEntries(changes.map((change) => [change, true])));
});

describe('a session file', () => {
  const lab2026 = () => standardLab(2, { stack: 'gvisor-2026' });

  it('has no counter that its stack does not have', () => {
    expect(encodeLab(standardLab())).not.toContain('forwardingInitializingSource');
    expect(decodeLab(encodeLab(standardLab())).config.stack).toBe('gvisor-2022');
  });

  it('names its stack, with its counter and its routes', () => {
    const lab = lab2026();
    lab.routers.ipv4.addRoute({ key: new RouteKey('169.254.0.9', '224.0.0.5'), iif: 1, oifs: [{ oif: 2, minTtl: 1 }] });
    lab.inject({ source: '0.1.2.3', group: '239.1.1.1', iif: 1 });
    const text = encodeLab(lab);
    expect(text).toContain('\n      "stack": "gvisor-2026",\n');
    expect(text).toContain('"forwardingInitializingSource": 1');
    expect(encodeLab(decodeLab(text))).toBe(text);
  });

  it.each([['a route that the release refuses', (text: string) => text.replace('gvisor-2026', 'gvisor-2022'), /source|group/]])(
    'with %s is refused',
    (_what, change, message) => {
      const lab = lab2026();
      lab.routers.ipv4.addRoute({ key: new RouteKey('169.254.0.9', '239.1.1.1'), iif: 1, oifs: [{ oif: 2, minTtl: 1 }] });
      expect(() => decodeLab(change(encodeLab(lab)))).toThrow(
        expect.objectContaining({ code: 'SESSION_CORRUPT', message: expect.stringMatching(message) }),
      );
    },
  );

  it('with a counter that its stack does not have is refused', () => {
    const lab = lab2026();
    lab.inject({ source: '0.1.2.3', group: '239.1.1.1', iif: 1 });
    const text = encodeLab(lab).replace('gvisor-2026', 'gvisor-2022');
    expect(() => decodeLab(text)).toThrow(expect.objectContaining({ code: 'SESSION_CORRUPT' }));
  });
});
