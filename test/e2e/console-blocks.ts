/** A command of a console block, with all that it is shown to print, on stdout and stderr alike. */
export interface ConsoleStep {
  /** Counted from 1. */
  readonly line: number;
  readonly command: string;
  readonly output: string;
}

/**
 * The commands in the fenced blocks of a Markdown text that are marked `console`, in order. A line that starts with `$ ` is a command; what
 * follows, up to the next one, is its output.
 */
export function readConsoleSteps(markdown: string): ConsoleStep[] {
  const steps: { line: number; command: string; output: string[] }[] = [];
  let isInside = false;
  for (const [index, line] of markdown.split('\n').entries()) {
    if (line.startsWith('```')) isInside = !isInside && line === '```console';
    else if (isInside && line.startsWith('$ ')) steps.push({ line: index + 1, command: line.slice(2), output: [] });
    else if (isInside) steps.at(-1)?.output.push(line);
  }
  return steps.map(({ line, command, output }) => ({ line, command, output: output.join('\n') }));
}

/** The fenced blocks of a Markdown text that are marked with a language. */
export function readBlocks(markdown: string, language: string): string[] {
  return [...markdown.matchAll(/^```(\S+)\n(.*?)^```$/gms)].flatMap(([, marked, text]) =>
    marked === language && text !== undefined ? [text] : [],
  );
}
