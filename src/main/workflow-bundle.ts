import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/** The workflows in one file, and the name of this release: its version and what its workflows are made of. */
export type WorkflowBundle = Readonly<{ codePath: string; build: string }>;

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What can come into the bundle. */
const sources = ['workflows/**/*.ts', 'src/domain/**/*.ts', 'src/temporal/*.ts', 'package-lock.json'];

/**
 * Gives the bundle of the workflows as they are now. It is made when it is first asked for, which takes some seconds, and
 * kept for as long as nothing of it changes.
 */
export async function workflowBundle(): Promise<WorkflowBundle> {
  const digest = digestOfSources();
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const codePath = join(root, 'node_modules/.cache/uslimato', `workflows-${digest}.js`);
  if (!existsSync(codePath)) {
    const { code } = await bundleWorkflowCode({
      workflowsPath: join(root, 'workflows/index.ts'),
      logger: new DefaultLogger('WARN'),
    });
    mkdirSync(dirname(codePath), { recursive: true });
    // Whole or not at all: another process may be looking for it.
    const draft = `${codePath}.${process.pid}`;
    writeFileSync(draft, code);
    renameSync(draft, codePath);
  }
  return { codePath, build: `${version}+${digest}` };
}

function digestOfSources(): string {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((pattern) => globSync(pattern, { cwd: root })).toSorted()) {
    hash.update(file).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex').slice(0, 8);
}
