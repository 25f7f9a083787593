import { join } from 'node:path';
import { fileNames } from '../completion/file-names.js';

/** The file of a lesson that comes with the program. */
export interface LessonFile {
  /** `2`, or `c1` in the capstone. */
  readonly id: string;
  /** `the-first-packet`. */
  readonly name: string;
  readonly path: string;
}

/**
 * The lessons that come with the program, in the order of the course: `02-the-first-packet.lesson` is lesson 2.
 *
 * @param root folder of the package
 */
export function lessonFiles(root: string): LessonFile[] {
  return fileNames(`${join(root, 'lessons')}/`).flatMap((path) => {
    const [, id, name] = /\/0*(\w+?)-([\w-]+)\.lesson$/.exec(path) ?? [];
    return id === undefined || name === undefined ? [] : [{ id, name, path }];
  });
}
