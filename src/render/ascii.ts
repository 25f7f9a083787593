const WRITTEN: Readonly<Record<string, string>> = {
  '✓': '+',
  '✗': 'x',
  '·': '-',
  '→': '->',
  '←': '<-',
  '≠': '!=',
  '…': '...',
  µ: 'u',
  '§': 'section ',
};

/** Text for where nothing but ASCII can be shown: our own signs are written in another way. What the user wrote stays, so that it can be pasted. */
export function toAscii(text: string): string {
  return text.replaceAll(/[\u2713\u2717\xb7\u2192\u2190\u2260\u2026\xb5\xa7]/g, (sign) => WRITTEN[sign] ?? sign);
}

const IN_ONE_COLUMN: Readonly<Record<string, string>> = {
  '→': '>',
  '…': '~',
  '▸': '>',
  '▶': '>',
  '─': '-',
  '–': '-',
  '−': '-',
  '│': '|',
  '■': '#',
  '□': '.',
  '×': 'x',
  '↑': '^',
  '↓': 'v',
};

/** The same on a screen, where each sign keeps its column. */
export function toAsciiScreen(text: string): string {
  return toAscii(
    text.replaceAll(
      /[\u2192\u2026\u25b8\u25b6\u2500\u2013\u2212\u2502\u25a0\u25a1\xd7\u2191\u2193]/g,
      (sign) => IN_ONE_COLUMN[sign] ?? sign,
    ),
  );
}
