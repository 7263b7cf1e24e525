// Runs before `npm start` and `npm test`, with whatever Node (20 or later) the machine has: installs the dependencies,
// Node 24 among them, unless everything in package-lock.json is installed.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Why the dependencies under `root` must be installed, or undefined if they match package-lock.json.
 * @param {string} root folder of package-lock.json
 */
export function whyInstall(root) {
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return 'The dependencies are not installed yet';
  // npm installs Node 24 there by the install script of the package "node".
  if (!existsSync(join(root, 'node_modules', '.bin', 'node'))) return 'Node 24 is not installed yet';
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const found = packagesOf(installed);
  const differs = ([path, { version, optional }]) =>
    // A missing optional package is one for another platform.
    path.startsWith('node_modules/') && found[path]?.version !== version && !(optional && !found[path]);
  return Object.entries(wanted).some(differs) ? 'The dependencies differ from package-lock.json' : undefined;
}

function packagesOf(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}

/**
 * Runs `npm ci` and reports every 10 s that it is still running.
 * @param {string} root
 * @returns {Promise<number>} its exit code
 */
function install(root) {
  const started = Date.now();
  const alive = setInterval(() => {
    console.log(`Installing the dependencies: ${Math.round((Date.now() - started) / 1000)} s so far.`);
  }, 10_000);
  // The npm that runs this script, with the Node that runs it: `node` on the PATH is what is about to be replaced.
  const npm = process.env.npm_execpath;
  // Node 24 is among the dependencies, so a warning about the current Node (EBADENGINE) would be beside the point.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const child = npm
    ? spawn(process.execPath, [npm, ...args], { cwd: root, stdio: 'inherit' })
    : spawn('npm', args, { cwd: root, stdio: 'inherit' });
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(`npm cannot be run: ${error.message}`);
      resolve(1);
    });
    child.once('exit', (code) => resolve(code ?? 1));
  }).finally(() => clearInterval(alive));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = join(import.meta.dirname, '..', '..');
  const why = whyInstall(root);
  if (why) {
    console.log(`${why}: running "npm ci", which takes about a minute.`);
    const code = await install(root);
    if (code !== 0)
      console.error('"npm ci" failed: see its message above; without the dependencies nothing can start.');
    process.exitCode = code;
  }
}
