import { describe, expect, it } from 'vitest';
import { LabError } from '../../src/core/errors.js';
import { readCondition } from '../../src/lesson/conditions.js';
import type { Lesson } from '../../src/lesson/lesson.js';
import { parseLesson } from '../../src/lesson/parse.js';
import { PROGRAM } from './program.js';

/** A whole lesson, line by line. */
const WHOLE = [
  'title: T', // 1
  'minutes: 5', // 2
  '', // 3
  '== Text', // 4
  'Some text.', // 5
  '== Task', // 6
  'Do it.', // 7
  '== Goals', // 8
  'It is done.', // 9
  '  expect clock = 1s', // 10
  '== Hints', // 11
  '- One', // 12
  '  goes on', // 13
  '- Two', // 14
  '== Solution', // 15
  'advance-clock 1s', // 16
  '== Also correct: twice', // 17
  'advance-clock 500ms', // 18
  'advance-clock 500ms', // 19
  '== Wrong attempt, goal 1: too far', // 20
  'advance-clock 2s', // 21
];

function parse(lines: readonly string[], end = '\n'): Lesson {
  const readOne = (line: string) => readCondition(PROGRAM.context.machine.commands, line);
  return parseLesson(lines.join(end), { id: 'x.lesson', file: 'x.lesson', readCondition: readOne });
}

/** The lesson with one line in place of another; several with line breaks, none if it is null. */
function withLine(number: number, text: string | null): string[] {
  return WHOLE.flatMap((line, index) => (index + 1 === number ? (text?.split('\n') ?? []) : [line]));
}

function faultOf(lines: readonly string[]): Pick<LabError, 'code' | 'message' | 'hint'> | null {
  try {
    parse(lines);
    return null;
  } catch (error) {
    if (error instanceof LabError) return error;
    throw error;
  }
}

describe('a lesson', () => {
  it('is read, part by part', () => {
    const lesson = parse(WHOLE);
    expect(lesson).toMatchObject({
      title: 'T',
      minutes: 5,
      text: ['Some text.'],
      task: ['Do it.'],
      start: { from: 0, lines: [] },
      goals: [{ words: 'It is done.' }],
      hints: [['One', 'goes on'], ['Two']],
      solution: { from: 15, lines: ['advance-clock 1s'] },
      alsoCorrect: [{ title: 'twice', unmet: [] }],
      wrongAttempts: [{ title: 'too far', unmet: [1], script: { from: 20, lines: ['advance-clock 2s'] } }],
      why: [],
    });
  });

  it.each([
    ['lines that end as on Windows', WHOLE.map((line) => `${line}\r`)],
    ['a byte order mark', [`\u{feff}${WHOLE[0]}`, ...WHOLE.slice(1)]],
    ['tabs in place of blanks', withLine(10, '\texpect clock = 1s')],
    ['blanks at the end of a line', WHOLE.map((line) => `${line}  `)],
    ['notes before the first section', ['# mine', ...WHOLE]],
  ])('may have %s', (_what, lines) => {
    expect(parse(lines)).toMatchObject({
      title: 'T',
      goals: [{ words: 'It is done.' }],
      solution: { lines: ['advance-clock 1s'] },
    });
  });

  it.each([
    [1, null, 'x.lesson: the lesson has no title', 'Begin the file with a line: title: …'],
    [1, `title: ${'x'.repeat(61)}`, 'x.lesson: the title has 61 characters', 'Use at most 60.'],
    [1, 'Title', 'x.lesson:1: "Title" precedes the first section', 'Write "title: …", or begin a section: == Text'],
    [1, 'titel: T', 'x.lesson:1: unknown field "titel"', 'Did you mean title?'],
    [2, 'author: me', 'x.lesson:2: unknown field "author"', 'Fields: title, minutes.'],
    [2, 'title: U', 'x.lesson:2: duplicate field title', 'Keep one of the two lines.'],
    [2, 'minutes: some', 'x.lesson: minutes must be a whole number, not "some"', 'Write it as: minutes: 5'],
    [4, '== Txet', 'x.lesson:4: unknown section "Txet"', 'Did you mean: == Text'],
    [4, '== text', 'x.lesson:4: unknown section "text"', 'Did you mean: == Text'],
    [17, '== Also correct', 'x.lesson:17: unknown section "Also correct"', 'Did you mean: == Also correct: TITLE'],
    [
      20,
      '== Wrong attempt: no',
      'x.lesson:20: unknown section "Wrong attempt: no"',
      'Did you mean: == Wrong attempt, goal N: TITLE',
    ],
    [20, '== Wrong attempt, goal 2: no', 'x.lesson:20: unknown goal 2', 'The lesson has 1.'],
    [20, '== Wrong attempt, goal 0: no', 'x.lesson:20: unknown goal 0', 'The lesson has 1.'],
    [21, '# nothing', 'x.lesson:20: the attempt has no commands', 'Write one below its heading.'],
    [5, null, 'x.lesson:4: section Text is empty', 'Write something below its heading.'],
    [6, '== Text', 'x.lesson:6: duplicate section Text', 'Merge the two.'],
    [15, '== Why', 'x.lesson: section Solution is missing', 'Add one: == Solution'],
    [5, 'Beep\u0007', 'x.lesson:5: the line contains a non-printable character', 'The line is: Beep\\x07'],
    [12, '- One \u001b[2J', 'x.lesson:12: the line contains a non-printable character', 'The line is: - One \\x1b[2J'],
    [9, null, 'x.lesson:9: a condition precedes the first goal', expect.stringContaining('not indented')],
    [10, null, 'x.lesson:9: the goal has no condition', 'Write an expect command below it, indented.'],
    [10, 'And more.\n  expect clock = 1s', 'x.lesson:9: the goal has no condition', expect.anything()],
    [10, '  show clock', 'x.lesson:10: a condition must be an expect command', expect.anything()],
    [10, '  expect refused USAGE -- show', 'x.lesson:10: a condition must be an expect command', expect.anything()],
    [10, '  expect clock = 1', 'x.lesson:10: duration "1" has no unit', 'Add one, such as s, ms or ns.'],
    [10, '  expect rooute', 'x.lesson:10: unknown command "expect rooute"', expect.anything()],
    [12, 'One', 'x.lesson:12: a hint must begin with a dash', 'Write it as: - Look at …'],
    [5, `  ${'x'.repeat(77)}`, 'x.lesson:5: an indented line is not wrapped, and this one has 79 characters', 'Use at most 78.'],
  ])('line %i as %j: says what is wrong, and where', (number, text, message, hint) => {
    const fault = faultOf(withLine(number, text));
    expect(fault).toMatchObject({ code: 'LESSON_FAULTY', hint });
    expect(fault?.message).toBe(message);
  });

  it('may have an indented line that just fits', () => {
    expect(faultOf(withLine(5, `  ${'x'.repeat(76)}`))).toBeNull();
  });
});
