import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/** The workflows in one file, and the name of this build: the version and a digest of what its workflows consist of. */
export type WorkflowBundle = Readonly<{ codePath: string; build: string }>;

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Everything that can be part of the bundle. */
const sources = ['workflows/**/*.ts', 'src/domain/**/*.ts', 'src/temporal/*.ts', 'package-lock.json'];

/**
 * Returns the bundle of the current workflows. It is built when first needed, which takes some seconds, and kept as
 * long as nothing in it changes.
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
