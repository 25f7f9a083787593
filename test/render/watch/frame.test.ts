import { describe, expect, it } from 'vitest';
import { decodeLab, encodeLab } from '../../../src/codec/snapshot.js';
import { SECOND_NS } from '../../../src/core/clock.js';
import type { Lab } from '../../../src/core/lab.js';
import { standardLab } from '../../../src/core/lab.js';
import { RouteKey } from '../../../src/core/route.js';
import { watch } from '../../../src/ops/watch.js';
import { plainStyle } from '../../../src/render/style.js';
import type { Looking, Screen, Subject } from '../../../src/render/watch/frame.js';
import { drawFrame, FIRST_LOOK } from '../../../src/render/watch/frame.js';
import { PANE_NAMES } from '../../../src/render/watch/pane-names.js';
import { widthOf } from '../../../src/render/width.js';
import { busyLab } from '../../core/busy-lab.js';

const SCREEN: Screen = { columns: 80, rows: 24, style: plainStyle, keys: { isInteractive: false } };

type LabSubject = Extract<Subject, { kind: 'lab' }>;

function subjectOf(lab: Lab, before: Lab | null, more: Partial<LabSubject> = {}): LabSubject {
  const deeds = { verb: 'did' as const, steps: [{ script: null, lines: [{ line: 'advance-clock 1s', atNs: 0 }] }] };
  return { kind: 'lab', label: 'demo', result: watch(lab, before), deeds, step: 3, ...more };
}

/** A busy lab, a second and a packet later. */
function busySubject(more: Partial<LabSubject> = {}): LabSubject {
  const lab = busyLab();
  const before = decodeLab(encodeLab(lab));
  lab.advance(SECOND_NS);
  lab.inject({ source: '10.0.1.9', group: '239.1.1.1', iif: 'eth1', ttl: 64, payload: new Uint8Array() });
  return subjectOf(lab, before, more);
}

function linesOf(subject: Subject, screen: Partial<Screen> = {}, looking: Partial<Looking> = {}): readonly string[] {
  return drawFrame(subject, { ...FIRST_LOOK, ...looking }, { ...SCREEN, ...screen }).lines;
}

function textOf(...drawn: Parameters<typeof linesOf>): string {
  return linesOf(...drawn).join('\n');
}

/** Every kind of picture that there is. */
const SUBJECTS: Readonly<Record<string, Subject>> = {
  'a busy lab': busySubject(),
  'a lab without anything': subjectOf(standardLab(0), null, { deeds: { verb: 'began', line: 'init --no-interfaces' } }),
  'a lab with many interfaces': subjectOf(standardLab(255), null),
  'a hostile command': busySubject({
    label: '\u001b[31m日本\u202e',
    deeds: { verb: 'did', steps: [{ script: '\u001b]0;x\u0007\n\u009b2J', lines: [] }] },
  }),
  'a long command of wide characters': busySubject({ deeds: { verb: 'began', line: '日本語'.repeat(10_000) } }),
  'a session that is not there': { kind: 'missing', label: 'demo' },
  'a session that cannot be read': {
    kind: 'fault',
    label: 'demo',
    message: `cannot use session demo: it is not JSON: \u001b[2J${'and so on '.repeat(30)}`,
    hint: 'Move it away.',
  },
};

describe.each(Object.entries(SUBJECTS))('%s', (_what, subject) => {
  it.each([
    [80, 24],
    [120, 40],
    [40, 12],
    [149, 13],
    [150, 50],
    [301, 90],
    [39, 30],
    [100, 11],
    [20, 5],
    [1, 1],
  ])('fills %i×%i exactly, and nothing in it acts on the terminal', (columns, rows) => {
    for (const looking of [{}, { only: 'routes', focus: 'routes' }, { helps: true }, { message: 'no\u001b[2J' }] as const) {
      const lines = linesOf(subject, { columns, rows }, looking);
      expect(lines).toHaveLength(rows);
      for (const line of lines) expect({ line, width: widthOf(line) }).toEqual({ line, width: columns });
      expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
  });
});

describe('a picture of 80×24', () => {
  it('has what changed, and every part', () => {
    expect(textOf(busySubject()).replaceAll(/ +$/gm, '')).toMatchInlineSnapshot(`
      " demo  clock 2s → 3s, IPv4 cleanup in 8s, IPv6 cleanup in 9s             step 3
      ▸ 1 Changes advance-clock 1s ──────────────────────────────────────── 1–4 of 9 ─
      ~ clock 2s → 3s
      ~ route (10.0.1.9, 239.1.1.1) packets 2 → 3, bytes 83 → 111, last used 1s → 3s
      + packet 10 (10.0.1.9, 239.1.1.1) on eth1, forwarded to eth2
      ~ counter IPv4 packetsReceived 7 → 8
      ─ 2 Interfaces 4, forwarding IPv4 on IPv6 on ───────────────────────────────────
        1   eth1  ▶ in 10                     IPv4 on  IPv6 on   10.0.1.1/24, fc00:1:…
        2   eth2           out 10 (TTL 63) ▶  IPv4 on  IPv6 on   10.0.2.1/24, fc00:2:…
        3   eth3                              IPv4 on  IPv6 on   10.0.3.1/24, fc00:3:…
        16  dmz                               IPv4 on  IPv6 off
      ─ 3 Routes 3 ──────────────────────────────────────────────────────── 1–1 of 3 ─
      ~ 10.0.1.9  239.1.1.1  eth1 → eth2, dmz (min TTL 0), eth2 (min TTL 65)  3 packe…
      ─ 4 Pending 3 ──────────────────────────────────────────────────────────────────
        10.0.1.8   239.9.9.9  ■□□  1 of 3  8s left  packets 8
        10.0.1.9   239.9.9.9  ■■■  3 of 3  8s left  packets 4, 5, 6
        fc00:1::9  ff0e::b    ■□□  1 of 3  9s left  packets 9
      ─ 5 Packets 10 ───────────────────────────────────────────────────── 1–1 of 10 ─
      + 10  3s  10.0.1.9  239.1.1.1  on eth1  forwarded to eth2 (TTL 63); not to dmz:…
      ─ 6 Events 4 ──────────────────────────────────────────────────────── 1–1 of 4 ─
        4  2s  missingRoute (fc00:1::9, ff0e::b) on eth1
      ─ 7 Counters 13, 6 moved ──────────────────────────────────────────── 1–1 of 7 ─
        IPv4 packetsReceived 8 +1  IPv4 validPacketsReceived 8 +1
       q leave  ? keys  1-7 part  ↑↓ scroll"
    `);
  });

  it('has only one part where that was chosen, with as many lines as there are', () => {
    expect(
      textOf(busySubject(), {}, { only: 'events', focus: 'events' }).replaceAll(/ +$/gm, '').trimEnd(),
    ).toMatchInlineSnapshot(`
      " demo  clock 2s → 3s, IPv4 cleanup in 8s, IPv6 cleanup in 9s             step 3
      ▸ 6 Events 4 ───────────────────────────────────────────────────────────────────
        4  2s  missingRoute (fc00:1::9, ff0e::b) on eth1
        3  1s  missingRoute (10.0.1.8, 239.9.9.9) on eth1
        2  1s  missingRoute (10.0.1.9, 239.9.9.9) on eth1
        1  1s  unexpectedInputInterface (10.0.1.9, 239.1.1.1) on eth3, expected on et…

















       q leave  ? keys  1-7 part  ↑↓ scroll"
    `);
  });

  it.each(PANE_NAMES)('can have %s alone', (only) => {
    const { panes } = drawFrame(busySubject(), { ...FIRST_LOOK, only }, SCREEN);
    expect(Object.keys(panes)).toEqual([only]);
    expect(panes[only]?.height).toBe(panes[only]?.count);
  });

  it('shows no keys to nobody', () => {
    expect(linesOf(busySubject())[23]).toContain('q leave');
    expect(textOf(busySubject(), { keys: null })).not.toContain('q leave');
    expect(linesOf(busySubject(), { keys: null })).toHaveLength(24);
  });

  it('names the keys that change the session only where they do', () => {
    const interactive = { keys: { isInteractive: true } };
    expect(textOf(busySubject(), interactive)).toContain('n next timer');
    expect(textOf(busySubject(), interactive, { helps: true })).toContain('move the clock to the next timer');
    expect(textOf(busySubject(), {}, { helps: true })).not.toContain('move the clock');
    expect(textOf(busySubject())).not.toContain('next timer');
  });

  it('says what has to be said in place of the keys', () => {
    expect(linesOf(busySubject(), {}, { message: 'no timer is armed' })[23]?.trim()).toBe('no timer is armed');
  });
});

it.each([
  [39, 24],
  [80, 11],
  [20, 5],
])('a screen of %i×%i is too small, and says so', (columns, rows) => {
  expect(textOf(busySubject(), { columns, rows })).toContain('too small');
});

describe('many rows', () => {
  /** A thousand routes; the one in the middle is new. */
  function manyRoutes(): LabSubject {
    const lab = standardLab();
    const add = (n: number) => {
      const key = new RouteKey(`10.1.${n >> 8}.${n & 255}`, '239.1.1.1');
      lab.routers.ipv4.addRoute({ key, iif: 'eth1', oifs: [{ oif: 'eth2', minTtl: 1 }] });
    };
    for (let n = 1; n <= 1_000; n += 1) if (n !== 500) add(n);
    const before = decodeLab(encodeLab(lab));
    add(500);
    return subjectOf(lab, before);
  }

  it('are seen from the one that changed', () => {
    expect(textOf(manyRoutes())).toMatch(/3 Routes 1000 .* 499–\d+ of 1000 ─\n {2}10\.1\.1\.243 .*\n\+ 10\.1\.1\.244 /);
  });

  it('are seen from where they were scrolled to, and not beyond their end', () => {
    expect(textOf(manyRoutes(), {}, { tops: { routes: 0 } })).toMatch(/3 Routes 1000 .* 1–/);
    expect(textOf(manyRoutes(), {}, { only: 'routes', tops: { routes: 5_000 } })).toMatch(/ 980–1000 of 1000 /);
  });

  it('are looked at only as far as they are seen', () => {
    const subject = manyRoutes();
    const { routes } = subject.result;
    let asked = 0;
    const at = (index: number) => {
      asked += 1;
      return routes.at(index);
    };
    linesOf({ ...subject, result: { ...subject.result, routes: { ...routes, at } } }, {}, { only: 'routes' });
    expect(asked).toBe(21);
  });

  it('of interfaces are seen from the one on which a packet came', () => {
    const lab = standardLab(60);
    const before = decodeLab(encodeLab(lab));
    lab.inject({ source: '10.0.50.9', group: '239.1.1.1', iif: 'eth50', ttl: 64, payload: new Uint8Array() });
    expect(textOf(subjectOf(lab, before))).toContain('eth50  ▶ in 1');
  });
});

describe('it says', () => {
  const STEP = { script: null, lines: [{ line: 'undo-me', atNs: 0 }] };
  it.each([
    ['what was done', { verb: 'did', steps: [STEP] }, 'Changes undo-me ─'],
    ['what was undone', { verb: 'undid', steps: [STEP] }, 'Changes undid undo-me ─'],
    ['how much was done again', { verb: 'redid', steps: [STEP, STEP] }, 'Changes redid 2 steps, the last: undo-me ─'],
    ['how it began', { verb: 'began', line: 'init' }, 'Changes init ─'],
    ['that nobody knows', { verb: 'unknown' }, 'Changes changed without a command ─'],
    ['which script it was', { verb: 'did', steps: [{ ...STEP, script: 'a.mcast' }] }, 'Changes script a.mcast (1 command) ─'],
  ] as const)('%s', (_what, deeds, shown) => {
    expect(textOf(busySubject({ deeds }))).toContain(shown);
  });

  it('that nothing has changed, or that nobody knows what it was', () => {
    const lab = busyLab();
    expect(textOf(subjectOf(lab, decodeLab(encodeLab(lab))))).toContain('nothing has changed');
    expect(textOf(subjectOf(lab, null))).toContain('what it was before is not known');
    expect(textOf(subjectOf(lab, null, { deeds: { verb: 'began', line: 'init' } }))).toContain('the session as it began');
  });
});
