import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkLessonFile } from '../../src/lesson/check-file.js';
import { finishText } from '../../src/render/finish-text.js';
import { plainStyle } from '../../src/render/style.js';
import { LESSON_PATHS, PROGRAM } from './program.js';

const EXAMPLE = readFileSync(LESSON_PATHS.at(-1) ?? '', 'utf8');
const FRAME = 'inject 10.0.1.20 239.7.7.7 --iif eth1';
const BOTH = 'route add 10.0.1.20 239.7.7.7 --iif eth1 --oif eth2 --oif eth3';

/** What is said of the example once some text of it is another. */
async function check(from: string | RegExp, to: string): Promise<string> {
  const changed = EXAMPLE.replace(from, to);
  expect(changed).not.toBe(EXAMPLE);
  const folder = mkdtempSync(join(tmpdir(), 'mcast-lesson-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'changed.lesson');
  writeFileSync(path, changed);
  const { failure, text } = await checkLessonFile(path, PROGRAM);
  expect(failure).toMatchObject({ code: 'LESSON_FAULTY' });
  return finishText(text(plainStyle), plainStyle).replaceAll(path, 'FILE');
}

describe('a lesson does not pass', () => {
  it.each([
    ['whose start solves it', /route add .* --oif eth2\n/, `${BOTH}\n${FRAME}\n`, 'all goals are already met at the start'],
    [
      'whose solution does not',
      `== Solution\n${BOTH}`,
      '== Solution\nshow',
      "goal 1 is not met: The camera's route leads to both rooms. (now: oif is eth2:1)",
    ],
    [
      'whose solution has a line that is refused',
      '== Solution\n',
      '== Solution\niface rm eth9\n',
      'FILE:31: there is no interface "eth9"',
    ],
    ['whose other way does not solve it', '--oif eth3 --oif eth2', '--oif eth3', 'goal 1 is not met: The camera'],
    [
      'whose wrong attempt solves it',
      /goal 2: no frame\n(.*)\n/,
      `goal 2: no frame\n$1\n${FRAME}\n`,
      'goal 2 is met, but should not be',
    ],
    [
      'whose wrong attempt leaves more unmet than it says',
      'goals 1, 2: room B',
      'goal 2: room B',
      "goal 1 is not met, but should be: The camera's",
    ],
    [
      'whose wrong attempt leaves less unmet than it says',
      'goal 2: no frame',
      'goals 1, 2: no frame',
      'goal 1 is met, but should not be',
    ],
    ['whose wrong attempt cannot be understood', 'goal 2: no frame\n', 'goal 2: no frame\nruote\n', 'unknown command "ruote"'],
    [
      'with a goal that is met whatever one does',
      '\n== Hints',
      'Time is time.\n  expect clock = 0s\n\n== Hints',
      'goal 3 is met by every attempt: Time is time.',
    ],
  ])('%s', async (_what, from, to, problem) => {
    expect(await check(from, to)).toContain(problem);
  });

  it('whose start fails', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mcast-lesson-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const path = join(folder, 'x.lesson');
    writeFileSync(path, EXAMPLE.replace('--iif eth1 --oif eth2\n', '--iif eth1 --oif eth9\n'));
    await expect(checkLessonFile(path, PROGRAM)).rejects.toMatchObject({
      code: 'LESSON_FAULTY',
      message: `${path}:18: there is no interface "eth9"`,
      hint: 'Interfaces: eth1, eth2, eth3, eth4.',
    });
  });
});
