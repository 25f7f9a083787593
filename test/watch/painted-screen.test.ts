import { expect, it } from 'vitest';
import { PaintedScreen } from '../../src/watch/painted-screen.js';

function createScreen(fault: string | null = null) {
  const written: string[] = [];
  const screen = new PaintedScreen((text) => {
    written.push(text);
    return fault;
  });
  return { screen, written };
}

it('paints only the lines that are not there already', () => {
  const { screen, written } = createScreen();
  screen.enter();
  screen.paint(['one', 'two', 'three']);
  screen.paint(['one', 'TWO', 'three']);
  expect(written.at(-1)).toBe('\u001b[?2026h\u001b[2;1HTWO\u001b[?2026l');
  const count = written.length;
  screen.paint(['one', 'TWO', 'three']);
  expect(written).toHaveLength(count);
});

it('paints all when the number of lines is another, or when it is told to forget', () => {
  const { screen, written } = createScreen();
  screen.enter();
  screen.paint(['one', 'two']);
  screen.paint(['one']);
  expect(written.at(-1)).toContain('\u001b[2J\u001b[1;1Hone');
  screen.forget();
  screen.paint(['one']);
  expect(written.at(-1)).toContain('\u001b[2J\u001b[1;1Hone');
});

it('is left as it was, once, and painted no more', () => {
  const { screen, written } = createScreen();
  screen.leave();
  expect(written).toEqual([]);
  screen.enter();
  screen.leave();
  screen.leave();
  expect(screen.paint(['one'])).toBe(true);
  expect(written).toHaveLength(2);
  const modes = (text = '') => Array.from(text.matchAll(/\?(\d+)[hl]/g), ([, mode]) => mode).sort();
  expect(modes(written[1])).toEqual(modes(written[0]));
});

it('says when nobody can see it any more', () => {
  const { screen } = createScreen('input/output error');
  screen.enter();
  expect(screen.paint(['one'])).toBe(false);
});
