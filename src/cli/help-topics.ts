import { join } from 'node:path';
import { readText } from '../files/file.js';

/** Topics of `mcast help TOPIC`: a page of the documentation, or a section of one. */
export const TOPICS: Readonly<Record<string, readonly [page: string, section?: string]>> = {
  'exit-codes': ['sessions.md', 'Exit codes'],
  'error-codes': ['sessions.md', 'Error codes'],
  reasons: ['sessions.md', 'Why a packet was dropped'],
  counters: ['counters.md', 'Counters'],
  events: ['counters.md', 'Events'],
  sessions: ['sessions.md'],
  scripts: ['scripting.md'],
  json: ['json.md'],
  glossary: ['glossary.md'],
};

/** Pages whose tables explain counters, events, reasons, error codes and terms, the most specific first. */
const TABLES = ['counters.md', 'sessions.md', 'glossary.md'];

/** What the documentation says about a topic or a code, such as `exit-codes` or `forwardingUnrouteable`; null if nothing. */
export function readTopic(root: string, word: string): string | null {
  const read = (page: string) => readText(join(root, 'docs', page)) ?? '';
  const name = [word, `${word}s`].find((each) => Object.hasOwn(TOPICS, each));
  const topic = name === undefined ? undefined : TOPICS[name];
  if (topic !== undefined) return sectionOf(read(topic[0]), topic[1]).trim();
  for (const page of TABLES) {
    const row = rowOf(read(page), word);
    if (row !== null) return row;
  }
  return null;
}

function sectionOf(text: string, title?: string): string {
  if (title === undefined) return text;
  return text.split(/^(?=## )/m).find((section) => section.startsWith(`## ${title}\n`)) ?? '';
}

/** The row of a table whose first cell names the word, such as a code or a term. */
function rowOf(text: string, word: string): string | null {
  let heads: readonly string[] = [];
  for (const line of text.split('\n')) {
    const [, name = '', ...cells] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    if (!line.startsWith('|')) heads = [];
    else if (heads.length === 0) heads = cells;
    else if (name.split(', ').some((term) => term.replaceAll('`', '') === word)) {
      const told = cells.map((cell, index) => (index === 0 ? cell : `${heads[index]}: ${cell}`));
      return `${word}: ${told.filter((_, index) => !['', '–'].includes(cells[index] ?? '')).join('; ')}`;
    }
  }
  return null;
}
