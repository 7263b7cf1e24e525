import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { dataFolder, privateFolder, withPrivateFiles } from '../../src/local/private-files.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'private-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const modeOf = (...path: string[]): string => (statSync(join(folder, ...path)).mode & 0o7777).toString(8);

describe('the data folder', () => {
  it.each([
    [0o755, '711'],
    [0o777, '711'],
    [0o711, '711'],
    [0o700, '700'],
    [0o1777, '1777'],
  ])('of mode %o is %s afterwards: never more open than its owner has left it', (before, after) => {
    mkdirSync(join(folder, 'data'));
    chmodSync(join(folder, 'data'), before);
    dataFolder(join(folder, 'data'));
    expect(modeOf('data')).toBe(after);
  });

  it('that is made lets others pass through, and no more', () => {
    dataFolder(join(folder, 'new', 'data'));
    expect([modeOf('new'), modeOf('new', 'data')]).toEqual(['711', '711']);
  });
});

describe('a private folder', () => {
  it('is closed with all that is in it already', () => {
    mkdirSync(join(folder, 'mail', 'mails', 'deep'), { recursive: true });
    for (const file of ['mail/catcher.log', 'mail/mails/1.eml', 'mail/mails/deep/attachment.bin']) {
      writeFileSync(join(folder, file), 'x', { mode: 0o644 });
    }
    privateFolder(join(folder, 'mail'));
    expect([modeOf('mail'), modeOf('mail/mails'), modeOf('mail/mails/deep')]).toEqual(['700', '700', '700']);
    for (const file of ['mail/catcher.log', 'mail/mails/1.eml', 'mail/mails/deep/attachment.bin']) {
      expect([file, modeOf(file)]).toEqual([file, '600']);
    }
  });
});

it('A program that is started with private files makes no others, and this process goes on as before', () => {
  const script = 'echo x > "$0/file"; mkdir "$0/made"';
  const child = withPrivateFiles(() => spawnSync('/bin/sh', ['-c', script, folder]));
  expect(child.status).toBe(0);
  expect([modeOf('file'), modeOf('made')]).toEqual(['600', '700']);
  expect(() =>
    withPrivateFiles(() => {
      throw new Error('not started');
    }),
  ).toThrow('not started');
  spawnSync('/bin/sh', ['-c', 'umask 022; true']);
  writeFileSync(join(folder, 'ours'), 'x');
  expect(Number.parseInt(modeOf('ours'), 8) & 0o044).toBe(0o666 & ~process.umask() & 0o044);
});
