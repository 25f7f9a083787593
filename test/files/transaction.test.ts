import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lockSettled, restore, writeIntents } from '../../src/files/intent.js';
import { Transaction } from '../../src/files/transaction.js';

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'mcast-transaction-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

function filesIn(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

function change(transaction: Transaction, folder: string, name: string, text: string | null): void {
  const path = join(folder, name);
  transaction.add({ anchor: path, path, target: path, text, like: null });
}

describe('a transaction', () => {
  it('changes, makes and removes files, and leaves nothing else', () => {
    const folder = folderOf({ a: '1', b: '2' });
    const transaction = new Transaction();
    change(transaction, folder, 'a', null);
    change(transaction, folder, 'b', '3');
    change(transaction, folder, 'c', '4');
    expect(transaction.commit()).toBeNull();
    expect(filesIn(folder)).toEqual({ b: '3', c: '4' });
  });

  it('leaves every file as it is if one cannot be changed', () => {
    const folder = folderOf({ a: '1', b: '2' });
    const transaction = new Transaction();
    change(transaction, folder, 'a', null);
    change(transaction, folder, 'b', '3');
    change(transaction, folder, 'c', '4');
    mkdirSync(join(folder, 'nowhere'));
    change(transaction, folder, 'nowhere', '5');
    expect(() => transaction.commit()).toThrow(expect.objectContaining({ code: 'SESSION_NOT_WRITABLE' }));
    rmSync(join(folder, 'nowhere'), { recursive: true });
    expect(filesIn(folder)).toEqual({ a: '1', b: '2' });
  });
});

describe('what a dead process left half-way', () => {
  it('is undone by whoever comes next under the lock of any file, and can be undone twice', () => {
    for (const next of ['a', 'b', 'c']) {
      const kept = { '.a.1.x.tmp': '1', '.b.1.x.tmp': '2' };
      const folder = folderOf({ b: '3', c: '4', ...kept });
      const at = (name: string) => join(folder, name);
      const files = [
        { path: at('a'), aside: at('.a.1.x.tmp') },
        { path: at('b'), aside: at('.b.1.x.tmp') },
        { path: at('c'), aside: null },
      ];
      writeIntents({ anchors: ['a', 'b', 'c'].map(at), files });
      restore(files);
      lockSettled(at(next), 0)();
      for (const name of ['a', 'b', 'c']) lockSettled(at(name), 0)();
      expect(filesIn(folder)).toEqual({ a: '1', b: '2' });
    }
  });

  it('is left alone if no transaction stands behind it', () => {
    const folder = folderOf({ a: '1', 'a.intent': '{}' });
    lockSettled(join(folder, 'a'), 0)();
    expect(filesIn(folder)).toEqual({ a: '1' });
  });
});
