import { LabError } from '../core/errors.js';
import { escapeText } from '../core/printable.js';
import type { Program, StoreJob } from '../execute/definition.js';
import { followLinksIfCan } from '../files/write-file.js';
import type { DrawRequest, Picture } from '../ops/draw.js';
import { draw } from '../ops/draw.js';
import { drawDot } from '../render/draw/dot.js';
import { drawMermaid } from '../render/draw/mermaid.js';
import { drawSvg } from '../render/draw/svg.js';
import { drawText } from '../render/draw/text.js';
import type { Style } from '../render/style.js';
import { plainStyle } from '../render/style.js';
import type { Format } from './draw.js';

const DRAW: Readonly<Record<Format, (picture: Picture, style: Style) => string>> = {
  text: drawText,
  svg: drawSvg,
  mermaid: drawMermaid,
  dot: drawDot,
};

/** Draws the chosen session. @param output the file that the drawing goes to; null to print it */
export function drawJob(request: DrawRequest, format: Format, output: string | null, { context }: Program): StoreJob {
  return {
    on: 'store',
    run: (store) => {
      const place = store.chosen();
      if (output !== null && followLinksIfCan(output) === followLinksIfCan(place.path)) {
        throw new LabError('USAGE', `${escapeText(output)} is the session that is drawn`, 'Name another file.');
      }
      const { result: picture, isStarted } = store.look(place, (lab) => draw(lab, request));
      const drawing = DRAW[format](picture, plainStyle);
      const text = (style: Style) => {
        if (output !== null) return `drawn to ${escapeText(output)}`;
        return format === 'text' ? drawText(picture, style) : drawing;
      };
      return {
        outcome: { body: { format, output, drawing: output === null ? drawing : null, ...picture }, text },
        commit: output === null ? null : (dryRun) => (dryRun ? undefined : context.output.writeFile(output, `${drawing}\n`)),
        ...(isStarted && { started: place }),
      };
    },
  };
}
