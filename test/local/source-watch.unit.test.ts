import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { watchSources } from '../../src/local/source-watch.ts';
import { eventually } from '../support/eventually.ts';

let root: string;
let told: string[][];
let watching: Promise<void>;
let stop: AbortController;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'uslimato-sources-'));
  mkdirSync(join(root, 'web/views'), { recursive: true });
  mkdirSync(join(root, 'other'));
  writeFileSync(join(root, 'web/app.ts'), 'one');
  told = [];
  stop = new AbortController();
  const changed = async (files: readonly string[]): Promise<void> => void told.push([...files]);
  watching = watchSources({ root, folders: ['web'], signal: stop.signal, changed });
});
afterEach(async () => {
  stop.abort();
  await watching;
  rmSync(root, { recursive: true });
});

describe('watching sources', () => {
  it('tells of files that are written, come, move and go, of any kind that a page is made of', async () => {
    writeFileSync(join(root, 'web/app.ts'), 'two two');
    writeFileSync(join(root, 'web/views/page.eta'), '');
    mkdirSync(join(root, 'web/new'));
    writeFileSync(join(root, 'web/new/style.css'), '');
    await eventually(() => told.length === 1);
    renameSync(join(root, 'web/new/style.css'), join(root, 'web/style.css'));
    rmSync(join(root, 'web/app.ts'));
    await eventually(() => told.length === 2);
    expect(told).toEqual([
      ['web/app.ts', 'web/new/style.css', 'web/views/page.eta'],
      ['web/app.ts', 'web/new/style.css', 'web/style.css'],
    ]);
  });

  it('tells of a file that is written anew in place of the old one, as editors do', async () => {
    writeFileSync(join(root, 'web/app.ts.new'), 'two two');
    renameSync(join(root, 'web/app.ts.new'), join(root, 'web/app.ts'));
    await eventually(() => told.length === 1);
    expect(told).toEqual([['web/app.ts']]);
  });

  it('waits until a file that is still being written has come to rest, and tells of it once', async () => {
    for (let piece = 0; piece < 12; piece += 1) {
      appendFileSync(join(root, 'web/app.ts'), `piece ${piece}\n`);
      await pause(100);
      expect(told).toEqual([]);
    }
    await eventually(() => told.length === 1);
    expect(told).toEqual([['web/app.ts']]);
  });

  it('leaves other folders and the files of editors alone', async () => {
    for (const file of ['other/x.ts', 'web/.app.ts.swp', 'web/.#app.ts', 'web/app.ts~', 'web/4913'])
      writeFileSync(join(root, file), 'x');
    writeFileSync(join(root, 'web/last.ts'), '');
    await eventually(() => told.length === 1);
    expect(told).toEqual([['web/last.ts']]);
  });
});
