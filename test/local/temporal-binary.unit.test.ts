import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../../src/config.ts';
import { findTemporalBinary, temporalCacheDir } from '../../src/local/temporal-binary.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'uslimato-temporal-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function aProgram(path: string, says = 'temporal version 1.5.1'): string {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, `#!/bin/sh\necho "${says}"\n`, { mode: 0o755 });
  return file;
}

function find(env: Environment, said: string[] = []): Promise<string> {
  return findTemporalBinary({ cacheDir: join(folder, 'cache'), env, onProgress: (line) => said.push(line) });
}

describe('findTemporalBinary', () => {
  it('prefers TEMPORAL_CLI, then PATH, then the cache', async () => {
    const named = aProgram('named/my-temporal');
    const onPath = aProgram('bin/temporal');
    const cached = aProgram('cache/temporal-v1.5.1');
    const PATH = `${join(folder, 'empty')}:${join(folder, 'bin')}`;
    await expect(find({ TEMPORAL_CLI: named, PATH })).resolves.toBe(named);
    await expect(find({ PATH })).resolves.toBe(onPath);
    await expect(find({ PATH: join(folder, 'empty') })).resolves.toBe(cached);
  });

  it('refuses a TEMPORAL_CLI that is missing or another program', async () => {
    const other = aProgram('named/ls', 'ls (GNU coreutils)');
    await expect(find({ TEMPORAL_CLI: other })).rejects.toThrow(/^TEMPORAL_CLI names .*: correct it or unset it\.$/);
    await expect(find({ TEMPORAL_CLI: join(folder, 'nowhere') })).rejects.toThrow(/^TEMPORAL_CLI names/);
  });

  it('passes over a program on PATH that only has the name', async () => {
    aProgram('bin/temporal', 'something else');
    const cached = aProgram('cache/temporal-v1.5.1');
    await expect(find({ PATH: join(folder, 'bin') })).resolves.toBe(cached);
  });
});

describe('temporalCacheDir', () => {
  it('is shared by all clones of a user', () => {
    expect(temporalCacheDir({ XDG_CACHE_HOME: '/cache', HOME: '/home/ann' })).toBe('/cache/uslimato');
    expect(temporalCacheDir({ HOME: '/home/ann' })).toBe('/home/ann/.cache/uslimato');
  });
});
