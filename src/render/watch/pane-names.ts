/** The parts of the screen, in the order of the keys that choose them. */
export const PANE_NAMES = ['changes', 'interfaces', 'routes', 'pending', 'packets', 'events', 'counters'] as const;
export type PaneName = (typeof PANE_NAMES)[number];
