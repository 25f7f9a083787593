import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkLessonFile } from '../../src/lesson/check-file.js';
import { lookAt } from '../../src/lesson/conditions.js';
import type { Lesson, LessonScript } from '../../src/lesson/lesson.js';
import { labAtStart, rehearse } from '../../src/lesson/rehearsal.js';
import { renderSolved, renderStart } from '../../src/render/lesson/lesson.js';
import { plainStyle } from '../../src/render/style.js';
import { LESSON_PATHS, openLesson, PROGRAM } from './program.js';

/** The goals that are unmet after a script, counted from 1, and what its lines complained of. */
async function attempt(lesson: Lesson, script: LessonScript) {
  const { lab, complaints } = await rehearse(lesson, script, await labAtStart(lesson, PROGRAM), PROGRAM);
  const unmet = lookAt(lesson.goals, lab).flatMap(({ met }, index) => (met ? [] : [index + 1]));
  return { unmet, complaints };
}

const LESSONS = LESSON_PATHS.map((path) => ({ name: basename(path, '.lesson'), path, lesson: openLesson(path) }));

it('there are fourteen lessons, the five of the capstone, and an example', () => {
  expect(LESSONS.map(({ name }) => name.split('-')[0])).toEqual([
    ...['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12', '13', '14'],
    ...['c1', 'c2', 'c3', 'c4', 'c5', 'a'],
  ]);
});

describe.each(LESSONS)('$name', ({ path, lesson }) => {
  it('is solved by its solution, and in other ways', async () => {
    const ways = [lesson.solution, ...lesson.alsoCorrect.map(({ script }) => script)];
    expect(new Set(ways.map(({ lines }) => lines.join('\n'))).size).toBeGreaterThanOrEqual(2);
    for (const way of ways) expect(await attempt(lesson, way)).toEqual({ unmet: [], complaints: [] });
  });

  it('is not solved by its start', async () => {
    expect((await attempt(lesson, { from: 0, lines: [] })).unmet).not.toEqual([]);
  });

  it('says of each wrong attempt which goals it leaves unmet', async () => {
    expect(lesson.wrongAttempts.length).toBeGreaterThanOrEqual(2);
    for (const { title, script, unmet } of lesson.wrongAttempts) {
      expect({ title, unmet: (await attempt(lesson, script)).unmet }).toEqual({ title, unmet });
    }
  });

  it('has a wrong attempt that loses something and makes up for it', async () => {
    const lossy = lesson.wrongAttempts.filter(({ title }) => /\b(lost|dropped)\b/.test(title));
    expect(lossy).not.toEqual([]);
    for (const { script } of lossy) {
      const { lab } = await rehearse(lesson, script, await labAtStart(lesson, PROGRAM), PROGRAM);
      const outcomes = lab.packets.entries().map(({ report }) => report.outcome);
      const isReset = script.lines.some((line) => /^route rm|^forwarding off/.test(line));
      expect(outcomes.includes('dropped') || isReset, 'something is lost').toBe(true);
    }
  });

  it('has a wrong attempt that leaves each goal unmet, or its start does', async () => {
    const missed = [
      ...(await attempt(lesson, { from: 0, lines: [] })).unmet,
      ...lesson.wrongAttempts.flatMap(({ unmet }) => unmet),
    ];
    for (const number of lesson.goals.keys()) expect(missed).toContain(number + 1);
  });

  it('passes the check for teachers', async () => {
    expect((await checkLessonFile(path, PROGRAM)).body).toMatchObject({ ok: true });
  });

  it('tells hints and why, and fits eighty columns', () => {
    expect(lesson.hints.length).toBeGreaterThanOrEqual(2);
    expect(lesson.why.join('')).not.toBe('');
    expect(lesson.minutes).toBeGreaterThanOrEqual(3);
    expect(lesson.minutes).toBeLessThanOrEqual(10);
    const look = { columns: 80, isAtPrompt: false };
    const goals = lesson.goals.map(({ words }) => ({ goal: words, met: null, now: null, undo: null }));
    const { title, minutes } = lesson;
    const [id = ''] = basename(path).split('-');
    const view = { lesson: id, title, minutes, text: lesson.text.join('\n'), task: lesson.task.join('\n'), goals };
    const solved = { lesson: id, title, met: true, goals, why: lesson.why.join('\n'), next: null };
    const shown = `${renderStart(view, '', look, plainStyle)}\n${renderSolved(solved, look, plainStyle)}`;
    for (const line of shown.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  it('cites RFCs by the numbers that the course is built on', () => {
    const cited = readFileSync(path, 'utf8').match(/RFC \d+/g) ?? [];
    const known = ['1112', '1812', '2365', '4291', '4607', '5771', '7761'].map((number) => `RFC ${number}`);
    for (const rfc of cited) expect(known).toContain(rfc);
  });
});
