const WRITTEN: Readonly<Record<string, string>> = { '✓': '+', '✗': 'x', '·': '-', '→': '->', '…': '...', µ: 'u', '§': '' };

/** Text for where nothing but ASCII can be shown: what stands for something is written in another way, the rest as a question mark. */
export function toAscii(text: string): string {
  return text.replaceAll(/[^\0-\x7f]/gu, (character) => WRITTEN[character] ?? '?');
}
