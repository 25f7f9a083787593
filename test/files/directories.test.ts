import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { Config } from '@oclif/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cacheDirectory, dataDirectory } from '../../src/files/directories.js';

const NAMES = ['HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME', 'MCAST_DATA_DIR', 'MCAST_CACHE_DIR'];

describe("folders are oclif's", () => {
  beforeEach(() => {
    for (const name of NAMES) vi.stubEnv(name, undefined);
  });
  afterEach(() => vi.unstubAllEnvs());

  it.each<Record<string, string>>([
    { HOME: '/home/someone' },
    { HOME: '/home/someone', XDG_DATA_HOME: '/data', XDG_CACHE_HOME: '/cache' },
    { HOME: '/home/someone', XDG_DATA_HOME: '', XDG_CACHE_HOME: '' },
    { HOME: '/home/someone', MCAST_DATA_DIR: '/elsewhere', MCAST_CACHE_DIR: '/other' },
    { HOME: '/home/someone', MCAST_DATA_DIR: '', MCAST_CACHE_DIR: '' },
    {},
  ])('%j', async (environment) => {
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    const { dataDir, cacheDir } = await Config.load(resolve(import.meta.dirname, '../..'));
    expect(dataDirectory(process.env, process.platform)).toBe(dataDir);
    expect(cacheDirectory(process.env, process.platform)).toBe(cacheDir);
  });
});

describe('what the XDG specification calls invalid is ignored', () => {
  it.each([{ HOME: '' }, { HOME: 'relative' }])('%j', (environment) => {
    expect(dataDirectory(environment, 'linux')).toBe(`${userInfo().homedir}/.local/share/mcast-lab`);
  });

  it('a relative XDG_DATA_HOME', () => {
    const environment = { HOME: '/home/someone', XDG_DATA_HOME: 'relative' };
    expect(dataDirectory(environment, 'linux')).toBe('/home/someone/.local/share/mcast-lab');
  });
});
