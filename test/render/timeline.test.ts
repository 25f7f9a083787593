import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { terminalStyle } from '../../src/cli/lazy/terminal-style.js';
import { MAX_TIME_NS, SECOND_NS } from '../../src/core/clock.js';
import { formatDuration } from '../../src/core/duration.js';
import type { Lab } from '../../src/core/lab.js';
import { standardLab } from '../../src/core/lab.js';
import { RouteKey } from '../../src/core/route.js';
import { createLab } from '../../src/ops/init.js';
import { timeline } from '../../src/ops/timeline.js';
import { plainStyle } from '../../src/render/style.js';
import { renderTimeline } from '../../src/render/timeline.js';
import { widthOf } from '../../src/render/width.js';
import { take, walks } from '../laws/lab-walk.js';
import { labs } from './draw/random-lab.js';

const KEY = new RouteKey('10.0.1.9', '239.1.1.1');

function inject(lab: Lab, source = '10.0.1.9', iif = 'eth1'): void {
  lab.inject({ source, group: '239.1.1.1', iif, ttl: 64, payload: new Uint8Array() });
}

function lines(lab: Lab): string[] {
  return renderTimeline(timeline(lab), plainStyle).split('\n');
}

/** A lab that has some of every kind of moment. */
function eventful(): Lab {
  const lab = standardLab();
  inject(lab);
  lab.advance(2 * SECOND_NS);
  lab.routers.ipv4.addRoute({ key: KEY, iif: 'eth1', oifs: [{ oif: 'eth2', minTtl: 1 }] });
  lab.advance(SECOND_NS);
  inject(lab, '10.0.1.9', 'eth4');
  inject(lab, '10.0.1.8');
  lab.advance(SECOND_NS);
  return lab;
}

describe('the timeline', () => {
  it('stacks what happens at one time, and says it in rows', () => {
    expect(lines(eventful())).toEqual([
      '            x',
      '         +  o',
      '  o      >  !                               v',
      '  !      .  !                               ~                                ~',
      '--+------+--+--#----------------------------+--------------------------------+--',
      '  0s     2s 3s 4s                          13s                              23s',
      '              now',
      'a column is about 310ms',
      '',
      'o 0s   4s ago  packet 1 (10.0.1.9, 239.1.1.1) on eth1 queued',
      '! 0s   4s ago  event missingRoute (10.0.1.9, 239.1.1.1) on eth1',
      '+ 2s   2s ago  route (10.0.1.9, 239.1.1.1) installed, for which 1 packet had',
      '               waited',
      '> 2s   2s ago  packet 1 (10.0.1.9, 239.1.1.1) on eth1, which had waited,',
      '               forwarded to eth2 (TTL 63)',
      '. 2s   2s ago  route (10.0.1.9, 239.1.1.1) last used, or installed',
      'x 3s   1s ago  packet 2 (10.0.1.9, 239.1.1.1) on eth4 dropped: it came in on',
      '               eth4, and the route expects eth1',
      'o 3s   1s ago  packet 3 (10.0.1.8, 239.1.1.1) on eth1 queued',
      '! 3s   1s ago  event unexpectedInputInterface (10.0.1.9, 239.1.1.1) on eth4,',
      '               expected on eth1',
      '! 3s   1s ago  event missingRoute (10.0.1.8, 239.1.1.1) on eth1',
      '# 4s           now',
      'v 13s  in 9s   deadline of (10.0.1.8, 239.1.1.1) with 1 packet: 1ns later it has',
      '               expired',
      '~ 13s  in 9s   IPv4 cleanup finds nothing that has expired',
      '~ 23s  in 19s  IPv4 cleanup removes (10.0.1.8, 239.1.1.1) with 1 packet',
      '',
      '> packet forwarded   o packet queued   x packet dropped   ! event',
      '+ route installed   . route last used   v deadline of a pending route',
      '~ cleanup   # now',
    ]);
  });

  it('of a new lab has only now', () => {
    expect(lines(standardLab())).toEqual([`--#${'-'.repeat(77)}`, '  0s', ' now', '', '# 0s    now', '', '# now']);
  });

  it('draws times apart that are a nanosecond apart, and says so', () => {
    const lab = standardLab();
    inject(lab);
    lab.advance(1);
    inject(lab, '10.0.1.8');
    const [top = '', below = '', rule = '', , , scale] = lines(lab);
    expect(top.slice(0, 6)).toBe('  o o ');
    expect(below.slice(0, 6)).toBe('  ! ! ');
    expect(rule.slice(0, 6)).toBe('--+-#-');
    expect(scale).toBe('not to scale where times are close');
  });

  it.each([1, 1_000, SECOND_NS, 3_600 * SECOND_NS, 24 * 3_600 * SECOND_NS])('has a scale for a distance of %i ns', (distance) => {
    const lab = standardLab();
    lab.routers.ipv4.addRoute({ key: KEY, iif: 'eth1', oifs: [{ oif: 'eth2', minTtl: 1 }] });
    lab.advance(distance);
    const [, rule = '', labels = ''] = lines(lab);
    expect(rule).toBe(`--+${'-'.repeat(74)}#--`);
    expect(labels).toMatch(new RegExp(`^  0s +${formatDuration(distance).replace('.', '\\.')} *$`));
  });

  it('leaves out what is too much, says how much, and keeps the newest and the next', () => {
    const lab = standardLab();
    for (let n = 0; n < 30; n += 1) {
      lab.advance(SECOND_NS / 10);
      inject(lab, `10.0.1.${n + 2}`);
    }
    const { past, coming } = timeline(lab);
    const shown = lines(lab);
    expect(shown.at(-1)).toBe(`and ${past.length - 20} earlier, ${coming.length - 20} later, which --json has`);
    expect(shown.some((line) => line.startsWith('o 3s '))).toBe(true);
    expect(shown.some((line) => line.startsWith('v 10.1s '))).toBe(true);
  });

  it('says the same in colour', () => {
    const result = timeline(eventful());
    const plain = renderTimeline(result, terminalStyle).replaceAll(/\u001b\[[0-9;]*m/g, '');
    expect(plain).toBe(renderTimeline(result, { ...plainStyle, drawsLines: true }));
    expect(plain).toMatch(/^ {2}○ +▶ +! +▽$/m);
  });
});

describe('whatever the lab, the timeline', () => {
  const check = (lab: Lab): void => {
    for (const style of [plainStyle, { ...plainStyle, drawsLines: true }]) {
      const text = renderTimeline(timeline(lab), style);
      expect(text).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{M}/u);
      expect(Math.max(...text.split('\n').map(widthOf))).toBeLessThanOrEqual(80);
      const rule = text.split('\n').find((line) => /^[-─][-─+┴#◆]+$/.test(line)) ?? '';
      expect(widthOf(rule)).toBe(80);
      expect(rule.match(/[#◆]/g)).toHaveLength(1);
    }
  };

  it('fits in 80 columns after random walks', () => {
    fc.assert(
      fc.property(walks, ({ init, steps }) => {
        const lab = createLab(init);
        for (const step of steps) take(lab, step);
        check(lab);
      }),
      { numRuns: 60 },
    );
  });

  it('fits in 80 columns with long addresses and odd payloads', () => {
    fc.assert(fc.property(labs({ min: 1, max: 16 }), check), { numRuns: 40 });
  });

  it('fits in 80 columns at the end of the clock', () => {
    const lab = standardLab();
    inject(lab);
    lab.advance(MAX_TIME_NS - 20 * SECOND_NS);
    inject(lab);
    lab.advance(20 * SECOND_NS);
    check(lab);
  });
});
