import type { Candidate } from './candidate.js';
import type { Shell } from './shells.js';

/** What a shell is to be told, besides the candidates. */
export interface ShellAnswer {
  readonly shell: Shell;
  /** The word at the cursor, up to the cursor. */
  readonly partial: string;
  /** The end of that word which the shell replaces; undefined for all of it. */
  readonly replaced: string | undefined;
}

/** The candidates as the scripts of {@link shellScript} read them: a line each. */
export function answerShell(candidates: readonly Candidate[], { shell, partial, replaced }: ShellAnswer): string {
  const kept = replaced !== undefined && partial.endsWith(replaced) ? partial.length - replaced.length : 0;
  const quote = shell === 'bash' ? quoteForBash : String;
  return candidates.map(({ text, summary, then }) => [then, quote(text.slice(kept)), summary].join('\t')).join('\n');
}

/** What bash is given it puts on the line as it is; the other shells quote what needs it. */
function quoteForBash(text: string): string {
  return text.replaceAll(/[^\w.,:=@%+/µ-]/g, '\\$&');
}
