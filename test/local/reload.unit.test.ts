import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Kept, keepRunning } from '../../src/local/keep-running.ts';
import { createReload, sourceFolders } from '../../src/local/reload.ts';
import { startService } from '../../src/local/service-process.ts';
import { watchSources } from '../../src/local/source-watch.ts';
import { StartError } from '../../src/local/start-error.ts';
import { eventually } from '../support/eventually.ts';

let root: string;
let did: string[];
let said: string[];
let bundle: () => Promise<void>;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'uslimato-reload-'));
  for (const folder of sourceFolders) mkdirSync(join(root, folder));
  did = [];
  said = [];
  bundle = async () => void did.push('bundle');
});
afterEach(() => rmSync(root, { recursive: true }));

const say = (line: string): void => void said.push(line);

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

function aReload() {
  const part = (name: string) => ({ restart: async () => void did.push(name) });
  const parts = { web: part('web'), worker: part('worker') };
  return createReload({ root, parts, bundle: () => bundle(), say });
}

describe('a change of sources', () => {
  it.each([
    ['web/agent/routes.ts', ['web']],
    ['web/static/css/desk.css', ['web']],
    ['web/desk/views/list.eta', ['web']],
    ['workflows/ticket.ts', ['bundle', 'worker']],
    ['activities/index.ts', ['bundle', 'worker']],
    ['src/domain/decide.ts', ['bundle', 'web', 'worker']],
    ['src/mail/templates/frame.html.eta', ['bundle', 'web', 'worker']],
  ])('of %s restarts %j', async (file, restarted) => {
    write(file, '');
    await aReload()([file]);
    expect(did.toSorted()).toEqual(restarted);
    expect(said).toEqual([expect.stringContaining(`${file} changed: restarting `)]);
  });

  it('restarts for a file that was removed', async () => {
    await aReload()(['web/gone.ts']);
    expect(did).toEqual(['web']);
  });

  it('shows where a file is not TypeScript and restarts nothing, then everything that has changed meanwhile', async () => {
    const reload = aReload();
    write('web/half.ts', 'export const a: number = 1;\nexport function f( {');
    write('activities/whole.ts', 'export const a: number = 1;');
    await reload(['activities/whole.ts', 'web/half.ts']);
    expect(did).toEqual([]);
    expect(said.join('\n')).toMatch(/^web\/half\.ts cannot be run: .*\nweb\/half\.ts:2\n.*export function f\( \{/s);
    expect(said.join('\n')).toContain('Nothing is restarted until that is fixed.');
    await reload(['web/other.eta']);
    expect(did).toEqual([]);
    write('web/half.ts', 'export function f() {}');
    await reload(['web/half.ts']);
    expect(did.toSorted()).toEqual(['bundle', 'web', 'worker']);
  });

  it('leaves the worker that runs at work while workflows cannot be bundled', async () => {
    const reload = aReload();
    bundle = () => Promise.reject(new StartError('Bundling the workflows failed'));
    await reload(['workflows/ticket.ts']);
    expect(did).toEqual([]);
    expect(said.at(-1)).toBe('Bundling the workflows failed\nNothing is restarted until that is fixed.');
    bundle = async () => void did.push('bundle');
    await reload(['workflows/refusals.ts']);
    expect(did).toEqual(['bundle', 'worker']);
  });
});

describe('a process that is watched', () => {
  const program = (line: string): string =>
    `${line}\nprocess.on('SIGTERM', () => process.exit(0));\nsetInterval(() => {}, 1000);\n`;
  let web: Kept;
  let stop: AbortController;
  let watching: Promise<void>;

  beforeEach(async () => {
    write('web/main.ts', program("console.log('Version', 1 as number);"));
    const script = pathToFileURL(join(root, 'web/main.ts'));
    const start = () => startService({ name: 'web', script, env: process.env, logDir: join(root, 'logs') });
    web = await keepRunning('web', start, say);
    const parts = { web, worker: { restart: async () => {} } };
    stop = new AbortController();
    const changed = createReload({ root, parts, bundle, say });
    watching = watchSources({ root, folders: sourceFolders, signal: stop.signal, changed });
  });
  afterEach(async () => {
    stop.abort();
    await watching;
    await web.stop();
  });

  it('runs the new code, outlives a syntax error, and comes back from code that ends at once', async () => {
    const log = (): string => readFileSync(join(root, 'logs/web.log'), 'utf8');
    await eventually(() => log().includes('Version 1'));

    write('web/main.ts', program("console.log('Version', 2);"));
    await eventually(() => log().includes('Version 2'));

    write('web/main.ts', program("console.log('Version', 3"));
    await eventually(() => said.some((line) => line.includes('web/main.ts cannot be run')));
    write('web/main.ts', program("throw new Error('out of order');"));
    await eventually(() => said.some((line) => /^web ended unexpectedly .*out of order.* again in \d/.test(line)));
    expect(log()).not.toContain('Version 3');

    write('web/main.ts', program("console.log('Version', 4);"));
    await eventually(() => log().includes('Version 4'));
    expect(said.filter((line) => line === 'web/main.ts changed: restarting web.')).toHaveLength(3);
  });
});
