import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type EnsureInstalled = { whyInstall(root: string): string | undefined };
// Plain JavaScript, because a Node without type stripping runs it: it brings no types along.
const script: string = '../../src/main/ensure-installed.js';
const { whyInstall } = (await import(script)) as EnsureInstalled;

const koa = { version: '3.3.0' };
const fsevents = { version: '2.3.3', optional: true };

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'uslimato-installed-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, packages: object): void {
  mkdirSync(join(root, 'node_modules', '.bin'), { recursive: true });
  writeFileSync(join(root, file), JSON.stringify({ packages }));
}

function anInstallation(wanted: object, installed: object): void {
  write('package-lock.json', { '': { name: 'root', version: '1.0.0' }, ...wanted });
  write('node_modules/.package-lock.json', installed);
  writeFileSync(join(root, 'node_modules', '.bin', 'node'), '');
}

describe('whyInstall', () => {
  it('has nothing to say when all that package-lock.json names is there', () => {
    anInstallation({ 'node_modules/koa': koa }, { 'node_modules/koa': koa, 'node_modules/more': koa });
    expect(whyInstall(root)).toBeUndefined();
  });

  it('sees that nothing is installed', () => {
    expect(whyInstall(root)).toBe('The dependencies are not installed yet');
  });

  it('sees a package that is missing, or there in another version', () => {
    anInstallation({ 'node_modules/koa': koa }, {});
    expect(whyInstall(root)).toBe('The dependencies differ from package-lock.json');
    anInstallation({ 'node_modules/koa': koa }, { 'node_modules/koa': { version: '2.0.0' } });
    expect(whyInstall(root)).toBe('The dependencies differ from package-lock.json');
  });

  it('does without the optional packages of other platforms', () => {
    anInstallation({ 'node_modules/fsevents': fsevents }, {});
    expect(whyInstall(root)).toBeUndefined();
    anInstallation({ 'node_modules/fsevents': fsevents }, { 'node_modules/fsevents': { version: '1.0.0' } });
    expect(whyInstall(root)).toBe('The dependencies differ from package-lock.json');
  });

  it('sees that Node 24 is missing', () => {
    anInstallation({}, {});
    rmSync(join(root, 'node_modules', '.bin', 'node'));
    expect(whyInstall(root)).toBe('Node 24 is not installed yet');
  });
});
