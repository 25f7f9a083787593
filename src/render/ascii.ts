const WRITTEN: Readonly<Record<string, string>> = {
  '✓': '+',
  '✗': 'x',
  '·': '-',
  '→': '->',
  '…': '...',
  µ: 'u',
  '§': 'section ',
};

/** Text for where nothing but ASCII can be shown: our own signs are written in another way. What the user wrote stays, so that it can be pasted. */
export function toAscii(text: string): string {
  return text.replaceAll(/[\u2713\u2717\xb7\u2192\u2026\xb5\xa7]/g, (sign) => WRITTEN[sign] ?? sign);
}
