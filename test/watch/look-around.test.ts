import { describe, expect, it } from 'vitest';
import type { Looking } from '../../src/render/watch/frame.js';
import { FIRST_LOOK } from '../../src/render/watch/frame.js';
import { lookAround } from '../../src/watch/look-around.js';

const PANES = { routes: { top: 10, height: 5, count: 100 }, events: { top: 0, height: 3, count: 3 } };

/** What is seen after some keys. */
function press(keys: readonly string[], from: Partial<Looking> = {}): Looking {
  return keys.reduce<Looking>((looking, key) => lookAround(looking, key, PANES) ?? looking, { ...FIRST_LOOK, ...from });
}

describe('keys', () => {
  it.each([
    ['a number shows a part alone', ['3'], { only: 'routes', focus: 'routes' }],
    ['the same number shows all again, the part being scrolled', ['3', '3'], { only: null, focus: 'routes' }],
    ['another number shows another part', ['3', '7'], { only: 'counters', focus: 'counters' }],
    ['0 shows all', ['3', '0'], { only: null }],
    ['Escape does too', ['3', 'escape'], { only: null }],
    ['Tab goes to the next part', ['tab'], { focus: 'interfaces', only: null }],
    ['Shift-Tab goes to the one before', ['shift-tab'], { focus: 'counters', only: null }],
    ['Tab stays alone with a part', ['7', 'tab'], { focus: 'changes', only: 'changes' }],
    ['? explains the keys', ['?'], { helps: true }],
    ['? goes back from there', ['?', '?'], { helps: false }],
    ['a number does too', ['?', '2'], { helps: false, only: 'interfaces' }],
  ])('%s', (_what, keys, expected) => {
    expect(press(keys)).toMatchObject(expected);
  });

  it.each([
    ['down', 11],
    ['j', 11],
    ['up', 9],
    ['k', 9],
    ['page down', 14],
    [' ', 14],
    ['page up', 6],
    ['b', 6],
    ['home', 0],
    ['g', 0],
    ['end', 95],
    ['G', 95],
  ])('%s scrolls the part that is marked', (key, top) => {
    expect(press([key], { focus: 'routes' }).tops).toEqual({ routes: top });
  });

  it('nothing is scrolled beyond its ends', () => {
    expect(press(['up', 'down', 'page down'], { focus: 'events' }).tops).toEqual({ events: 0 });
  });

  it('f follows again', () => {
    expect(press(['down', 'f'], { focus: 'routes' }).tops).toEqual({});
  });

  it.each(['x', '8', '9', '', '\u001b[1;5A', '-1'])('%j does nothing', (key) => {
    expect(lookAround({ ...FIRST_LOOK, focus: 'routes' }, key, PANES)).toBeNull();
  });

  it('what is not on the screen is not scrolled', () => {
    expect(lookAround({ ...FIRST_LOOK, focus: 'pending' }, 'down', PANES)).toBeNull();
  });

  it('what was said goes away', () => {
    expect(press(['tab'], { message: 'no timer is armed' }).message).toBeNull();
  });
});
