import { LabError } from '../core/errors.js';
import { escapeText, isPrintable, quoteText } from '../core/printable.js';
import { nearest } from '../grammar/nearest.js';

/** A part of a lesson's file, below its heading. */
export interface Section {
  /** What the heading says. */
  readonly name: string;
  /** Line of the heading, counted from 1. */
  readonly line: number;
  readonly lines: readonly string[];
}

/** A lesson's file, taken apart. */
export interface LessonParts {
  /** The fields before the first heading, by name. */
  readonly fields: ReadonlyMap<string, string>;
  readonly sections: readonly Section[];
}

const FIELDS = ['title', 'minutes'];

/** What is wrong in a line of a lesson's file; 0 where it is the file as a whole. */
export function faulty(file: string, line: number, message: string, hint: string | null): LabError {
  return new LabError('LESSON_FAULTY', `${escapeText(file)}${line === 0 ? '' : `:${line}`}: ${message}`, hint);
}

/**
 * Takes a lesson's file apart: `name: value` lines, then sections that begin with `== Name`.
 *
 * @throws LabError `LESSON_FAULTY`
 */
export function splitSections(file: string, text: string): LessonParts {
  const fields = new Map<string, string>();
  const sections: { name: string; line: number; lines: string[] }[] = [];
  for (const [index, written] of text
    .replace(/^\u{feff}/u, '')
    .split('\n')
    .entries()) {
    const line = written.replace(/\r$/, '').replaceAll('\t', '    ').trimEnd();
    if (!isPrintable(line)) {
      throw faulty(
        file,
        index + 1,
        'the line contains a non-printable character',
        `The line is: ${escapeText(line).slice(0, 60)}`,
      );
    }
    const heading = /^==(?!=)\s*(.*)$/.exec(line)?.[1];
    const section = sections.at(-1);
    if (heading !== undefined) sections.push({ name: heading, line: index + 1, lines: [] });
    else if (section !== undefined) section.lines.push(line);
    else if (line !== '' && !line.startsWith('#')) readField(file, index + 1, line, fields);
  }
  return { fields, sections };
}

function readField(file: string, number: number, line: string, fields: Map<string, string>): void {
  const [, name, value] = /^(\w+):\s*(.+)$/.exec(line) ?? [];
  if (name === undefined || value === undefined) {
    throw faulty(file, number, `${quoteText(line)} precedes the first section`, 'Write "title: …", or begin a section: == Text');
  }
  if (!FIELDS.includes(name)) {
    const guess = nearest(name, FIELDS);
    throw faulty(
      file,
      number,
      `unknown field ${quoteText(name)}`,
      guess === null ? `Fields: ${FIELDS.join(', ')}.` : `Did you mean ${guess}?`,
    );
  }
  if (fields.has(name)) throw faulty(file, number, `duplicate field ${name}`, 'Keep one of the two lines.');
  fields.set(name, value);
}
