import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { startTemporalServer } from '../../src/local/temporal-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'uslimato-temporal-'));

afterAll(() => rmSync(folder, { recursive: true }));

it('starts a server that ends at once anew, for a port may have been taken meanwhile, and then says so', async () => {
  const starts = join(folder, 'starts');
  const binary = join(folder, 'temporal');
  writeFileSync(binary, `#!/bin/sh\necho started >> "${starts}"\nexit 2\n`, { mode: 0o755 });
  const server = startTemporalServer({
    binary,
    port: 0,
    uiPort: 0,
    headless: true,
    dbFile: join(folder, 'temporal.db'),
    logFile: join(folder, 'temporal.log'),
    searchAttributes: {},
  });
  await expect(server).rejects.toThrow('Temporal ended while starting (exit code 2)');
  expect(readFileSync(starts, 'utf8').trim().split('\n')).toHaveLength(3);
});
