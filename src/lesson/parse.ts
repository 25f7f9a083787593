import { LabError } from '../core/errors.js';
import { quoteText } from '../core/printable.js';
import { hintOf } from '../execute/hints.js';
import { nearest } from '../grammar/nearest.js';
import type { Attempt, Goal, Lesson, LessonScript } from './lesson.js';
import type { Section } from './sections.js';
import { faulty, splitSections } from './sections.js';

/** What is to be known of a lesson besides the text of its file. */
export interface LessonOrigin {
  readonly id: string;
  /** The reference as given. */
  readonly file: string;
  /** Reads a condition. @throws LabError if it is none */
  readonly readCondition: (line: string) => Goal['conditions'][number];
}

const ONCE = ['Text', 'Task', 'Start', 'Goals', 'Hints', 'Solution', 'Why'];
const NEEDED = ['Text', 'Task', 'Goals', 'Solution'];
const REPEATED = ['Also correct: TITLE', 'Wrong attempt, goal N: TITLE'];

/** Maximum width of an indented line: eighty columns with its prefix. */
const MAX_COLUMNS = 78;

/** A title may have so many characters: it stands in tables. */
const MAX_TITLE = 60;

/**
 * Reads a lesson.
 *
 * @throws LabError `LESSON_FAULTY`, with the line, for the first thing that is wrong
 */
export function parseLesson(text: string, { id, file, readCondition }: LessonOrigin): Lesson {
  const { fields, sections } = splitSections(file, text);
  const byName = new Map<string, Section>();
  const attempts: Attempt[] = [];
  for (const section of sections) {
    const attempt = readAttempt(file, section);
    if (attempt !== null) attempts.push(attempt);
    else keepOnce(file, section, byName);
  }
  const title = readTitle(file, fields.get('title'));
  const lacking = NEEDED.find((name) => !byName.has(name));
  if (lacking !== undefined) throw faulty(file, 0, `section ${lacking} is missing`, `Add one: == ${lacking}`);
  const prose = (name: string) => readProse(file, byName.get(name));
  const goals = readGoals(file, byName.get('Goals'), readCondition);
  checkNumbers(file, attempts, goals.length);
  return {
    id,
    file,
    title,
    minutes: readMinutes(file, fields.get('minutes')),
    text: prose('Text'),
    task: prose('Task'),
    start: readScript(byName.get('Start')),
    goals,
    hints: readHints(file, byName.get('Hints')),
    solution: readScript(byName.get('Solution')),
    alsoCorrect: attempts.filter(({ unmet }) => unmet.length === 0),
    wrongAttempts: attempts.filter(({ unmet }) => unmet.length > 0),
    why: prose('Why'),
  };
}

function keepOnce(file: string, section: Section, byName: Map<string, Section>): void {
  const { name, line } = section;
  if (!ONCE.includes(name)) {
    const all = [...ONCE, ...REPEATED];
    const guess = nearest(name, ONCE) ?? all.find((known) => known.split(/[:,]/)[0] === name.split(/[:,]/)[0]);
    const hint = guess === undefined ? `Sections: ${all.join('; ')}.` : `Did you mean: == ${guess}`;
    throw faulty(file, line, `unknown section ${quoteText(name)}`, hint);
  }
  if (byName.has(name)) throw faulty(file, line, `duplicate section ${name}`, 'Merge the two.');
  if (section.lines.every((text) => text === '') && name !== 'Start') {
    throw faulty(file, line, `section ${name} is empty`, 'Write something below its heading.');
  }
  byName.set(name, section);
}

/** Null if the section is none. */
function readAttempt(file: string, section: Section): Attempt | null {
  const { name, line } = section;
  const also = /^Also correct:\s*(\S.*)$/.exec(name)?.[1];
  const [, numbers, wrong] = /^Wrong attempt, goals? (\d+(?:, \d+)*):\s*(\S.*)$/.exec(name) ?? [];
  const title = also ?? wrong;
  if (title === undefined) return null;
  const script = readScript(section);
  if (script.lines.every((text) => /^\s*(#.*)?$/.test(text))) {
    throw faulty(file, line, 'the attempt has no commands', 'Write one below its heading.');
  }
  return { title, script, unmet: numbers === undefined ? [] : numbers.split(', ').map(Number) };
}

function readTitle(file: string, title: string | undefined): string {
  if (title === undefined) throw faulty(file, 0, 'the lesson has no title', 'Begin the file with a line: title: …');
  if (title.length <= MAX_TITLE) return title;
  throw faulty(file, 0, `the title has ${title.length} characters`, `Use at most ${MAX_TITLE}.`);
}

/** The goals that attempts leave unmet must be there. */
function checkNumbers(file: string, attempts: readonly Attempt[], goals: number): void {
  for (const { unmet, script } of attempts) {
    const beyond = unmet.find((number) => number > goals || number === 0);
    if (beyond !== undefined) throw faulty(file, script.from, `unknown goal ${beyond}`, `The lesson has ${goals}.`);
  }
}

function readMinutes(file: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw faulty(file, 0, `minutes must be a whole number, not ${quoteText(text)}`, 'Write it as: minutes: 5');
}

function readScript(section: Section | undefined): LessonScript {
  return section === undefined ? { from: 0, lines: [] } : { from: section.line, lines: section.lines };
}

/** Without the empty lines at both ends. */
function readProse(file: string, section: Section | undefined): string[] {
  if (section === undefined) return [];
  for (const [index, line] of section.lines.entries()) {
    if (line.startsWith(' ') && line.length > MAX_COLUMNS) {
      throw faulty(
        file,
        section.line + index + 1,
        `an indented line is not wrapped, and this one has ${line.length} characters`,
        `Use at most ${MAX_COLUMNS}.`,
      );
    }
  }
  const isWritten = (line: string) => line !== '';
  const end = section.lines.findLastIndex(isWritten) + 1;
  return end === 0 ? [''] : section.lines.slice(section.lines.findIndex(isWritten), end);
}

/** A line that is not indented says a goal in words; those below it, indented, are its conditions. */
function readGoals(file: string, section: Section | undefined, readCondition: LessonOrigin['readCondition']): Goal[] {
  const goals: { words: string; line: number; conditions: Goal['conditions'][number][] }[] = [];
  for (const [index, line] of (section?.lines ?? []).entries()) {
    const number = (section?.line ?? 0) + index + 1;
    const goal = goals.at(-1);
    if (line === '' || line.startsWith('#')) continue;
    if (!line.startsWith(' ')) {
      if (goal?.conditions.length === 0) throw withoutCondition(file, goal.line);
      goals.push({ words: line, line: number, conditions: [] });
    } else if (goal === undefined) {
      throw faulty(
        file,
        number,
        'a condition precedes the first goal',
        'First describe the goal, in a line that is not indented.',
      );
    } else goal.conditions.push(located(file, number, () => readCondition(line.trim())));
  }
  const last = goals.at(-1);
  if (last?.conditions.length === 0) throw withoutCondition(file, last.line);
  return goals.map(({ words, conditions }) => ({ words, conditions }));
}

function withoutCondition(file: string, line: number): LabError {
  return faulty(file, line, 'the goal has no condition', 'Write an expect command below it, indented.');
}

/** A line that begins with a dash begins a hint. */
function readHints(file: string, section: Section | undefined): string[][] {
  const hints: string[][] = [];
  for (const [index, line] of (section?.lines ?? []).entries()) {
    const begun = /^- +(.*)$/.exec(line)?.[1];
    const hint = hints.at(-1);
    if (begun !== undefined) hints.push([begun]);
    else if (hint !== undefined) hint.push(line.replace(/^ {2}/, ''));
    else if (line !== '')
      throw faulty(file, (section?.line ?? 0) + index + 1, 'a hint must begin with a dash', 'Write it as: - Look at …');
  }
  return hints.map((lines) => lines.join('\n').trimEnd().split('\n'));
}

/** Puts the place in front of what is wrong there. */
function located<Value>(file: string, line: number, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof LabError) throw faulty(file, line, error.message, hintOf(error));
    throw error;
  }
}
