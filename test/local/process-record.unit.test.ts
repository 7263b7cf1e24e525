import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pid } from 'node:process';
import { claim, endProcess, recordedProcess, recordProcess } from '../../src/local/process-record.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'uslimato-process-'));
  file = join(folder, 'process.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a recorded process', () => {
  it('is found while it lives, and no longer', async () => {
    const child = spawn('sleep', ['60']);
    await once(child, 'spawn');
    recordProcess(file, child.pid ?? 0);
    expect(recordedProcess(file)).toBe(child.pid);
    await endProcess(child.pid ?? 0, 'SIGTERM', 5000);
    expect(recordedProcess(file)).toBeUndefined();
  });

  it('is not taken for another one that has its number now', () => {
    writeFileSync(file, JSON.stringify({ pid, identity: 'an earlier start' }));
    expect(recordedProcess(file)).toBeUndefined();
  });

  it('is nobody where the record is missing or half written', () => {
    expect(recordedProcess(file)).toBeUndefined();
    writeFileSync(file, '{"pid":');
    expect(recordedProcess(file)).toBeUndefined();
  });
});

describe('a claim', () => {
  it('is refused while a living process has it', () => {
    const first = claim(file, 'The data folder');
    expect(() => claim(file, 'The data folder')).toThrow(`The data folder is in use by process ${pid}`);
    first.release();
    claim(file, 'The data folder').release();
  });

  it('passes over the one of a dead process', () => {
    writeFileSync(file, JSON.stringify({ pid, identity: 'an earlier start' }));
    claim(file, 'The data folder').release();
  });
});
