import { describe, expect, it } from '@jest/globals';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { readDevConfig, readServiceConfig } from '../src/config.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const matches = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, found = '']) => found);
const files = (...patterns: string[]): string[] => patterns.flatMap((pattern) => globSync(pattern, { cwd: root }));

const documents = files('*.md', 'docs/**/*.md');

describe('documents', () => {
  it.each(documents)('%s links to what exists', (document) => {
    const links = matches(read(document), /\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g);
    expect(links.filter((link) => !existsSync(join(root, dirname(document), link)))).toEqual([]);
  });

  it.each(documents)('%s names only files and folders that exist', (document) => {
    const named = matches(read(document), /`((?:src|web|workflows|activities|test|bench|docs)\/[\w./*-]*)`/g);
    expect(
      named.filter((path) => files(path.endsWith('*') || /\.\w+$/.test(path) ? path : `${path}*`).length === 0),
    ).toEqual([]);
  });

  it('the requirements have every number that is cited', () => {
    const known = new Set(matches(read('docs/requirements.md'), /^- \*\*(R\d+)\*\*/gm));
    const sources = files('{src,web,workflows,activities,test,bench}/**/*.{ts,js,eta}', '*.md', 'docs/decisions/*.md');
    const cited = new Set(sources.flatMap((file) => matches(read(file), /\b(R[1-9]\d?)\b/g)));
    expect([...known]).toEqual(Array.from({ length: 50 }, (_, index) => `R${index + 1}`));
    expect([...cited].filter((number) => !known.has(number))).toEqual([]);
  });

  it('each decision has a number of its own', () => {
    const numbers = files('docs/decisions/*.md').map((file) => file.slice('docs/decisions/'.length).slice(0, 3));
    expect(numbers.filter((number, index) => numbers.indexOf(number) !== index)).toEqual([]);
  });
});

describe('.env.example', () => {
  const example = read('.env.example');
  const explained = new Set(matches(example, /^([A-Z_]+)=/gm));

  it('has every variable that the configuration and docker-compose.yml read, and no other', () => {
    const config = matches(read('src/config.ts'), /^ {2}([A-Z][A-Z_]+):/gm);
    const compose = matches(read('docker-compose.yml'), /\$\{([A-Z_]+)/g);
    const elsewhere = ['DATABASE_ADMIN_URL', 'TEMPORAL_CLI', 'CHROMIUM_PATH'];
    expect([...explained].toSorted()).toEqual([...new Set([...config, ...compose, ...elsewhere])].toSorted());
  });

  it('gives each the value that it has by default', () => {
    const servers = { DATABASE_URL: 'postgres://a:b@c/d', TEMPORAL_ADDRESS: 'e:7233', SMTP_URL: 'smtp://f' };
    const secret = { ...servers, APP_SECRET: 'x'.repeat(32) };
    expect(readDevConfig(parseEnv(example))).toEqual(readDevConfig({}));
    expect(readServiceConfig({ ...parseEnv(example), ...secret })).toEqual(readServiceConfig(secret));
  });
});

it('.nvmrc names the Node that the scripts run on', () => {
  const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
  expect(read('.nvmrc').trim()).toBe(dependencies.node);
});
