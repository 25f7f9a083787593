import { describe, expect, it } from 'vitest';
import { terminalStyle } from '../../src/cli/lazy/terminal-style.js';
import { standardLab } from '../../src/core/lab.js';
import { RouteKey } from '../../src/core/route.js';
import { draw } from '../../src/ops/draw.js';
import { SECTIONS, show } from '../../src/ops/show.js';
import { timeline } from '../../src/ops/timeline.js';
import { drawText } from '../../src/render/draw/text.js';
import { finishText } from '../../src/render/finish-text.js';
import { renderShow } from '../../src/render/show.js';
import { renderTimeline } from '../../src/render/timeline.js';
import { widthOf } from '../../src/render/width.js';

const KEY = new RouteKey('fd00:1234:5678:9abc:def0:1234:5678:9abc', 'ff0e:1234:5678:9abc:def0:1234:5678:9abc');

describe.each([40, 60, 80, 100, 200])('at %i columns, no line is longer than the terminal', (columns) => {
  const style = { ...terminalStyle, columns };
  const lab = standardLab();
  lab.inject({ source: KEY.source.text, group: KEY.group.text, iif: 'eth1', ttl: 64, payload: new Uint8Array(300) });

  it.each([
    ['show', () => finishText(renderShow(show(lab, { sections: SECTIONS }), style), style)],
    ['draw', () => drawText(draw(lab, { keys: [KEY], packet: 1 }), style)],
    ['timeline', () => renderTimeline(timeline(lab), style)],
  ])('%s', (_, text) => {
    const widest = Math.max(...text().split('\n').map(widthOf));
    expect(widest).toBeLessThanOrEqual(columns);
  });
});
