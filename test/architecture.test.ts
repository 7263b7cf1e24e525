import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { glob, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

// The borders themselves stand in .oxlintrc.json; here each is crossed once, to prove that it holds.
const crossings: [file: string, source: string, sentence: RegExp][] = [
  ['src/domain/a.ts', "import 'zod';", /imports only itself/],
  ['src/domain/b.ts', "import 'node:crypto';", /imports only itself/],
  ['src/domain/c.ts', "import '../host/x.ts';", /imports only itself/],
  ['src/domain/d.ts', "import type { X } from '../db/x.ts'; export type Y = X;", /imports only itself/],
  ['src/domain/deep/a.ts', "import '../../host/x.ts';", /imports only itself/],
  ['src/domain/deep/b.ts', "import 'zod';", /imports only itself/],
  ['src/domain/e.ts', "export { x } from '../config.ts';", /imports only itself/],
  ['workflows/a.ts', "import '../activities/ticket/save-ticket.ts';", /activities by type only/],
  ['workflows/b.ts', "import '@mikro-orm/core';", /no zod in the workflow bundle/],
  ['workflows/c.ts', "import 'zod';", /no zod in the workflow bundle/],
  ['workflows/d.ts', "import '../src/db/orm.ts';", /an activity's business/],
  ['workflows/g.ts', "import '../src/temporal/gateway.ts';", /an activity's business/],
  ['workflows/h.ts', "import '../src/threads/thread-pool.ts';", /an activity's business/],
  ['workflows/e.ts', "import 'node:crypto';", /no Node built-ins/],
  ['workflows/f.ts', "import '../web/app.ts';", /Nothing imports web/],
  ['activities/a.ts', "import '../web/app.ts';", /Nothing imports web/],
  ['activities/b.ts', "import type { T } from '../workflows/ticket.ts'; export type U = T;", /never import workflows/],
  ['src/temporal/a.ts', "import '../../workflows/index.ts';", /web, workflows and activities share/],
  ['src/temporal/b.ts', "import '../main/web.ts';", /src\/main/],
  ['activities/d.ts', "import '../src/domain/decide.ts';", /never decide/],
  ['activities/e.ts', "import '../src/main/worker.ts';", /src\/main/],
  ['web/a.ts', "import '../workflows/ticket.ts';", /web never imports workflows/],
  ['web/desk/a.ts', "import '../../workflows/index.ts';", /web never imports workflows/],
  ['web/desk/b.ts', "import '../../activities/save-ticket.ts';", /web never imports activities/],
  ['src/host/assets/a.ts', "import '../../../web/app.ts';", /stand below/],
  ['src/db/a.ts', "import '../../workflows/index.ts';", /stand below/],
  ['src/mail/a.ts', "import '../../activities/transport.ts';", /stand below/],
  ['src/threads/a.ts', "import '../../activities/index.ts';", /stand below/],
  ['src/db/b.ts', "import '../main/web.ts';", /src\/main/],
  ['src/host/a.ts', "import './b.ts';", /ependency cycle/],
  ['src/host/b.ts', "import type { T } from './a.ts'; export type U = T;", /ependency cycle/],
  ['src/config.ts', "import '../web/app.ts';", /Nothing imports web/],
  ['src/local/a.ts', "import '../../web/app.ts';", /Nothing imports web/],
  ['web/desk/c.ts', 'export const run = (em: any) => em.getConnection();', /session context/],
  ['activities/f.ts', 'export const run = (em: any) => em.getKysely();', /session context/],
];

const permitted: [file: string, source: string][] = [
  ['src/domain/ok.ts', "import './status.ts';"],
  ['src/domain/deep/ok.ts', "import '../status.ts'; import './x.ts';"],
  [
    'workflows/ok.ts',
    "import type { A } from '../activities/index.ts'; import '../src/domain/decide.ts'; import '../src/temporal/messages.ts'; export type B = A;",
  ],
  [
    'activities/ok.ts',
    "import type { A } from '../src/temporal/messages.ts'; import '../src/db/orm.ts'; export type B = A;",
  ],
  [
    'web/desk/ok.ts',
    "import '../../src/temporal/messages.ts'; import '../../src/db/reading/desk.ts'; import '../app.ts';",
  ],
  [
    'src/main/ok.ts',
    "import '../../web/app.ts'; import '../../workflows/index.ts'; import '../../activities/index.ts';",
  ],
  ['src/db/ok.ts', 'export const run = (em: { getConnection(): void }) => em.getConnection();'],
  ['test/ok.test.ts', "import '../web/app.ts'; import '../activities/index.ts';"],
];

describe('the linter', () => {
  let folder: string;
  let complaints: Map<string, string>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'uslimato-borders-'));
    const config = JSON.parse(await readFile(join(root, '.oxlintrc.json'), 'utf8'));
    // Types play no part in borders, and the files of this trial belong to no project.
    config.options.typeAware = false;
    await writeFile(join(folder, '.oxlintrc.json'), JSON.stringify(config));
    for (const [file, source] of [...crossings, ...permitted]) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), `${source}\n`);
    }
    complaints = await lint(folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each(crossings)('refuses in %s: %s', (file, _source, sentence) => {
    expect(complaints.get(file)).toMatch(sentence);
  });

  test.each(permitted)('permits in %s: %s', (file) => {
    expect(complaints.get(file) ?? '').not.toMatch(/no-restricted/);
  });
});

/** What oxlint says of each file in `folder`: rule and sentence, joined. */
async function lint(folder: string): Promise<Map<string, string>> {
  const program = join(root, 'node_modules/oxlint/bin/oxlint');
  const output = await new Promise<string>((resolve) => {
    // It ends with 1 when it has complaints: that is what it is here for.
    execFile(process.execPath, [program, '--format', 'json'], { cwd: folder }, (_error, stdout) => resolve(stdout));
  });
  const { diagnostics } = JSON.parse(output) as {
    diagnostics: { filename: string; code: string; message: string; help?: string }[];
  };
  const complaints = new Map<string, string>();
  for (const { filename, code, message, help = '' } of diagnostics) {
    complaints.set(filename, `${complaints.get(filename) ?? ''}${code}: ${message} ${help}\n`);
  }
  return complaints;
}

// What oxlint has no rule for.
describe('the sources', () => {
  const everywhere = '{src,workflows,activities,web}/**/*.ts';

  test('make nothing at import time outside the programs: no singletons, no registries, no open connections', async () => {
    const constant = /^new (RegExp|URL|TextEncoder|TextDecoder|Intl\.\w+)\b|^new (Map|Set)(<.*?>)?\([^)]/;
    // A memory of what a pure function gave is no state.
    const memories = ['src/locales/translator.ts'];
    const found = await find(everywhere, (source, file) => {
      if (isProgram(file) || memories.includes(file)) return [];
      const made = [...source.matchAll(/^(?:export )?const \w+[^=\n]*=\s+((?:new|await) .*)$/gm)].map(
        (match) => match[1]!,
      );
      return [...made.filter((value) => !constant.test(value)), ...(source.match(/^await .*$/gm) ?? [])];
    });
    expect(found).toEqual([]);
  });

  test('keep no mutable state in a module', async () => {
    const found = await find(everywhere, (source) => source.match(/^(export )?(let|var) .*$/gm) ?? []);
    expect(found).toEqual([]);
  });

  test('of the domain take time and chance as data', async () => {
    const found = await find(
      'src/domain/**/*.ts',
      (source) =>
        source.match(/Date\.now\(|new Date\(\)|Math\.random\(|\bcrypto\.|performance\.|process\.|console\./g) ?? [],
    );
    expect(found).toEqual([]);
  });

  test('give no address a lower case of their own: its normal form is made in one place (normalAddress)', async () => {
    const made = /to(Locale)?(Lower|Upper)Case\(|\b(lower|upper)\(|\bilike\b|\bcollate\b/i;
    const ofAnAddress = /mail|address|recipient|sender|holder/i;
    const found = await find(everywhere, (source, file) =>
      source.split('\n').filter((line) => made.test(line) && ofAnAddress.test(line) && !searches.includes(file)),
    );
    expect(found).toEqual([]);
  });

  test('that are entities import the domain only: whoever opens the database knows all of them', async () => {
    const found = await find('src/**/*.ts', (source) =>
      source.includes('= defineEntity(')
        ? [...source.matchAll(/ from '([^']+)'/g)]
            .map((match) => match[1]!)
            .filter((from) => from !== '@mikro-orm/core' && !/^(\.\.\/)+domain\//.test(from))
        : [],
    );
    expect(found).toEqual([]);
  });

  test('cross no border by a dynamic import: nothing is imported dynamically outside the programs', async () => {
    const found = await find(everywhere, (source, file) =>
      isProgram(file) ? [] : (source.match(/\bimport\(.*/g) ?? []),
    );
    expect(found).toEqual([]);
  });
});

/** Where words are looked for in names and addresses: what is found there is shown, and decides nothing. */
const searches = [
  'src/db/reading/settings-groups.ts',
  'src/db/reading/settings-users.ts',
  // Migrations that were: what they compared is replaced by 035.
  'src/db/migrations/001-create-host-tables.ts',
  'src/db/migrations/004-create-lookups.ts',
  'src/db/migrations/008-create-platform-users.ts',
  'src/db/migrations/009-create-account-links.ts',
  'src/db/migrations/035-keep-addresses-in-normal-form.ts',
];

/** Whether the file is started by itself: as a process of the product, or as a child process or a thread of one. */
function isProgram(file: string): boolean {
  return file.startsWith('src/main/') || /-(process|thread)\.ts$/.test(file);
}

/** `file: finding` for everything that `inspect` finds in the files of `pattern`. */
async function find(pattern: string, inspect: (source: string, file: string) => string[]): Promise<string[]> {
  const found: string[] = [];
  for await (const file of glob(pattern, { cwd: root })) {
    const source = await readFile(join(root, file), 'utf8');
    found.push(...inspect(source, file).map((finding) => `${file}: ${finding}`));
  }
  return found;
}
