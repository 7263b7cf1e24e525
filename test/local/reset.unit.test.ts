import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDevConfig } from '../../src/config.ts';
import { homeOutside } from '../../src/local/postgres-place.ts';
import { recordedProcess, recordProcess } from '../../src/local/process-record.ts';
import { resetData } from '../../src/local/reset.ts';
import { StartError } from '../../src/local/start-error.ts';

let parent: string;
let folder: string;
let said: string[];
const say = (line: string): void => void said.push(line);

beforeEach(() => {
  said = [];
  parent = mkdtempSync(join(tmpdir(), 'uslimato-reset-'));
  folder = join(parent, 'data');
  for (const name of ['postgres', 'temporal', 'mail/mails', 'logs']) mkdirSync(join(folder, name), { recursive: true });
  for (const name of ['postgres/admin-password', 'mail/mails/1.eml', 'demo.json', 'app-secret', 'npm-start.json'])
    writeFileSync(join(folder, name), '');
});
afterEach(() => {
  rmSync(parent, { recursive: true });
  rmSync(homeOutside(join(folder, 'postgres')), { recursive: true, force: true });
});

const config = (more: Record<string, string> = {}) => readDevConfig({ DATA_DIR: folder, ...more });
const agrees = async (): Promise<boolean> => true;
const declines = async (): Promise<boolean> => false;

describe('npm start -- --reset', () => {
  it('names what it deletes before it asks, deletes that, and leaves the claim of the folder', async () => {
    const confirm = async (question: string): Promise<boolean> => {
      expect(question).toBe('Delete it? (y/N) ');
      expect(readdirSync(folder)).toHaveLength(7);
      for (const name of ['postgres', 'temporal', 'mail', 'logs', 'demo.json', 'app-secret'])
        expect(said.join('\n')).toContain(`\n  ${join(folder, name)}: `);
      return true;
    };
    await resetData(config(), false, { say, confirm });
    expect(readdirSync(folder)).toEqual(['npm-start.json']);
    expect(said.at(-1)).toBe('Deleted.');
  });

  it('deletes nothing without consent', async () => {
    await expect(resetData(config(), false, { say, confirm: declines })).rejects.toThrow(
      new StartError('Nothing was deleted, and nothing is started.'),
    );
    expect(readdirSync(folder)).toHaveLength(7);
  });

  it('where nobody can be asked wants --yes, and with it asks nobody', async () => {
    await expect(resetData(config(), false, { say, confirm: null })).rejects.toThrow(/add --yes. Nothing was deleted/);
    expect(readdirSync(folder)).toHaveLength(7);
    await resetData(config(), true, { say, confirm: null });
    expect(readdirSync(folder)).toEqual(['npm-start.json']);
  });

  it('deletes nothing of a folder in which somebody else has files', async () => {
    writeFileSync(join(folder, 'thesis.odt'), '');
    await expect(resetData(config(), true, { say, confirm: agrees })).rejects.toThrow(
      `${folder} also holds thesis.odt, which npm start does not know: move that away`,
    );
    expect(readdirSync(folder)).toHaveLength(8);
  });

  it.each([
    ['DATABASE_URL', { DATABASE_URL: 'postgres://a:b@db/x', DATABASE_OWNER_URL: 'postgres://o:b@db/x' }],
    ['TEMPORAL_ADDRESS', { TEMPORAL_ADDRESS: 'temporal:7233' }],
  ])('deletes nothing while %s leads to data elsewhere', async (name, env) => {
    await expect(resetData(config(env), true, { say, confirm: agrees })).rejects.toThrow(
      `--reset deletes only what npm start itself keeps, and ${name} leads to data elsewhere`,
    );
    expect(readdirSync(folder)).toHaveLength(7);
  });

  it('follows no link out of the folder', async () => {
    const elsewhere = join(parent, 'elsewhere');
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, 'kept'), '');
    rmSync(join(folder, 'logs'), { recursive: true });
    symlinkSync(elsewhere, join(folder, 'logs'));
    await resetData(config(), true, { say, confirm: null });
    expect(readdirSync(folder)).toEqual(['npm-start.json']);
    expect(existsSync(join(elsewhere, 'kept'))).toBe(true);
  });

  it('deletes the cluster that stands outside because its user cannot enter the folder', async () => {
    const cluster = join(homeOutside(join(folder, 'postgres')), 'cluster');
    mkdirSync(cluster, { recursive: true });
    await resetData(config(), true, { say, confirm: null });
    expect(existsSync(cluster)).toBe(false);
    expect(said.join('\n')).toContain(`\n  ${cluster}: PostgreSQL's data`);
  });

  it('ends what a start that was killed has left behind before it deletes its files', async () => {
    const child = spawn('sleep', ['60']);
    await once(child, 'spawn');
    const record = join(folder, 'temporal', 'temporal.db.server');
    recordProcess(record, child.pid ?? 0);
    expect(recordedProcess(record)).toBe(child.pid);
    const exited = once(child, 'exit');
    await resetData(config(), true, { say, confirm: null });
    const [, signal]: unknown[] = await exited;
    expect(signal).toBe('SIGTERM');
  });

  it('has nothing to do in a new folder, and says so', async () => {
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    await resetData(config(), false, { say, confirm: null });
    expect(said).toEqual([`There is nothing to delete in ${folder}.`]);
  });
});
