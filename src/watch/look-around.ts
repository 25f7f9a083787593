import type { Frame, Looking } from '../render/watch/frame.js';
import type { PaneName } from '../render/watch/pane-names.js';
import { PANE_NAMES } from '../render/watch/pane-names.js';

/**
 * What is seen after a key, or null if the key has nothing to do with that.
 *
 * @param panes what is on the screen now
 */
export function lookAround(looking: Looking, key: string, panes: Frame['panes']): Looking | null {
  const quiet = { ...looking, message: null };
  if (key === '?') return { ...quiet, helps: !looking.helps };
  const chosen = PANE_NAMES[Number(key) - 1];
  if (chosen !== undefined) return { ...quiet, helps: false, focus: chosen, only: looking.only === chosen ? null : chosen };
  switch (key) {
    case '0':
    case 'escape':
      return { ...quiet, helps: false, only: null };
    case 'tab':
      return moveFocus(quiet, 1);
    case 'shift-tab':
      return moveFocus(quiet, -1);
    case 'f':
      return { ...quiet, tops: {} };
    default:
      return scroll(quiet, key, panes);
  }
}

function moveFocus(looking: Looking, by: number): Looking {
  const { focus, only } = looking;
  const index = (PANE_NAMES.indexOf(focus) + by + PANE_NAMES.length) % PANE_NAMES.length;
  const next: PaneName = PANE_NAMES[index] ?? focus;
  return { ...looking, helps: false, focus: next, only: only === null ? null : next };
}

function scroll(looking: Looking, key: string, panes: Frame['panes']): Looking | null {
  const { focus, tops } = looking;
  const shown = panes[focus];
  if (shown === undefined) return null;
  const { top, height, count } = shown;
  const wanted = scrolledTo(key, { top, page: Math.max(1, height - 1), last: Math.max(0, count - height) });
  if (wanted === null) return null;
  return { ...looking, tops: { ...tops, [focus]: Math.max(0, Math.min(wanted, count - height)) } };
}

function scrolledTo(key: string, { top, page, last }: { top: number; page: number; last: number }): number | null {
  switch (key) {
    case 'up':
    case 'k':
      return top - 1;
    case 'down':
    case 'j':
      return top + 1;
    case 'page up':
    case 'b':
      return top - page;
    case 'page down':
    case ' ':
      return top + page;
    case 'home':
    case 'g':
      return 0;
    case 'end':
    case 'G':
      return last;
    default:
      return null;
  }
}
