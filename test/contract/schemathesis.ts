import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

const version = '4.32.5';

/** The command `st` of schemathesis in the cache folder, installed there by Python 3 and PyPI at its first use. */
export async function findSchemathesis(
  env: Readonly<Record<string, string | undefined>>,
  say: (line: string) => void,
): Promise<string> {
  const cache = env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const folder = join(cache, 'uslimato', `schemathesis-${version}`);
  const command = join(folder, 'bin', 'st');
  // Written last, so that an installation that broke off is begun anew.
  const complete = join(folder, 'complete');
  if (existsSync(complete)) return command;
  say(`Installing schemathesis ${version}.`);
  await rm(folder, { recursive: true, force: true });
  await demand('python3', ['-m', 'venv', folder]);
  await demand(join(folder, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', `schemathesis==${version}`]);
  await demand(command, ['--version']);
  await writeFile(complete, `${version}\n`);
  return command;
}

/** Runs a program with our own output, and gives its exit code. */
export async function run(
  program: string,
  arguments_: readonly string[],
  options: Readonly<{ cwd?: string; env?: Record<string, string> }> = {},
): Promise<number> {
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1', ...options.env };
  const child = spawn(program, arguments_, { ...options, env, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

async function demand(program: string, arguments_: readonly string[]): Promise<void> {
  const code = await run(program, arguments_).catch(() => 127);
  if (code === 0) return;
  throw new Error(
    `${program} ${arguments_.join(' ')} failed: the contract test needs Python 3.10 or newer, venv and PyPI.`,
  );
}
