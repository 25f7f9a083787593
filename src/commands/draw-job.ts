import { LabError } from '../core/errors.js';
import { escapeText } from '../core/printable.js';
import type { Program, StoreJob } from '../execute/definition.js';
import { standardNotice } from '../execute/executed.js';
import { claimMemory } from '../files/memory.js';
import { followLinksIfCan } from '../files/write-file.js';
import type { DrawRequest, Picture } from '../ops/draw.js';
import { draw } from '../ops/draw.js';
import { dotLines } from '../render/draw/dot.js';
import { drawMermaid } from '../render/draw/mermaid.js';
import { NO_LIMITS } from '../render/draw/scene.js';
import { drawSvg } from '../render/draw/svg.js';
import { drawText } from '../render/draw/text.js';
import type { Text } from '../render/finish-text.js';
import { finishText } from '../render/finish-text.js';
import type { Style } from '../render/style.js';
import { plainStyle } from '../render/style.js';

export type Format = 'text' | 'svg' | 'mermaid' | 'dot';

/** Draws in a format; `isWhole` if nothing is to be left out. */
const DRAW: Readonly<Record<Format, (picture: Picture, isWhole: boolean, style: Style) => Text>> = {
  text: (picture, isWhole, style) => drawText(picture, style, isWhole ? NO_LIMITS : undefined),
  svg: (picture, isWhole) => drawSvg(picture, isWhole ? NO_LIMITS : undefined),
  mermaid: (picture, isWhole) => drawMermaid(picture, isWhole ? NO_LIMITS : undefined),
  dot: dotLines,
};

/** Bytes that a drawing takes for each of its lines between an interface and a route. */
const BYTES_OF_CONNECTOR: Readonly<Record<Format, number>> = { text: 1_500, svg: 3_000, mermaid: 1_500, dot: 1_500 };

function connectorsOf({ routes, pending }: Picture): number {
  return routes.reduce((sum, { oifs }) => sum + 1 + oifs.length, pending.length);
}

/** What a drawing looks like and where it goes. */
interface Drawing {
  readonly format: Format;
  /** Whether nothing is omitted, however long the drawing gets. */
  readonly isWhole: boolean;
  /** Output file; null for standard output. */
  readonly output: string | null;
}

/** Draws the chosen session. */
export function drawJob(request: DrawRequest, { format, isWhole, output }: Drawing, { context }: Program): StoreJob {
  return {
    on: 'store',
    run: (store) => {
      const place = store.chosen();
      if (output !== null && followLinksIfCan(output) === followLinksIfCan(place.path)) {
        throw new LabError('USAGE', `${escapeText(output)} is the session being drawn`, 'Name another file.');
      }
      const looked = store.look(place);
      const picture = draw(looked.lab, request);
      if (isWhole || format === 'dot') claimMemory(BYTES_OF_CONNECTOR[format] * connectorsOf(picture));
      const drawing = () => finishText(DRAW[format](picture, isWhole, plainStyle), plainStyle);
      const text = (style: Style) => (output === null ? DRAW[format](picture, isWhole, style) : `drawn to ${escapeText(output)}`);
      return {
        outcome: {
          body: {
            format,
            output,
            // Made only for JSON.
            get drawing() {
              return output === null ? drawing() : null;
            },
            ...picture,
          },
          text,
          isVerbatim: format !== 'text',
          notice: standardNotice(looked),
        },
        commit: output === null ? null : (dryRun) => (dryRun ? undefined : context.output.writeFile(output, `${drawing()}\n`)),
      };
    },
  };
}
