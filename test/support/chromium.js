// @ts-check
// Plain JavaScript for the host's own Node: `pretest` runs it before anything else is known to work.
import { spawn, execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const installed = [
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

const nowhere =
  'No Chromium found for the browser tests: set CHROMIUM_PATH, install Chromium or Google Chrome, ' +
  'or run `npx playwright-core install chromium`.';

/**
 * The Chromium that the browser tests start: CHROMIUM_PATH, else the PATH, an installed Chrome, playwright's own.
 * Throws with one sentence if there is none, or if CHROMIUM_PATH names something that can't be run.
 * @returns {string}
 */
export function chromiumPath() {
  const found = findChromium();
  if (!found) throw new Error(nowhere);
  return found;
}

/** @returns {string | undefined} */
function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (!executable(named)) throw new Error(`CHROMIUM_PATH is ${named}, and that is no program that can be run.`);
    return named;
  }
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...installed, playwrightsOwn()].find(
    executable,
  );
}

/** @param {string} file */
function executable(file) {
  if (!file) return false;
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function playwrightsOwn() {
  try {
    return createRequire(import.meta.url)('playwright-core').chromium.executablePath();
  } catch {
    return '';
  }
}

/**
 * Runs a program and says every 5 seconds how long and at what, so that a long one is seen to be alive; if it fails, its
 * last words are printed.
 * @param {string} program @param {string[]} args @param {number} limitMs
 * @returns {Promise<boolean>} whether it ended well in time
 */
function run(program, args, limitMs) {
  return new Promise((resolve) => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: limitMs, env });
    const started = Date.now();
    let output = '';
    const lastLines = (/** @type {number} */ count) =>
      output
        .trimEnd()
        .split(/[\r\n]+/)
        .slice(-count);
    const alive = setInterval(() => {
      console.log(`  ${Math.round((Date.now() - started) / 1000)} s: ${lastLines(1)}`);
    }, 5_000);
    child.stdout.on('data', (text) => (output += text));
    child.stderr.on('data', (text) => (output += text));
    child.once('error', () => finish(false));
    child.once('close', (code) => finish(code === 0));
    /** @param {boolean} well */
    function finish(well) {
      clearInterval(alive);
      if (!well) console.log([`${program} failed:`, ...lastLines(5)].join('\n  '));
      resolve(well);
    }
  });
}

async function installChromium() {
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version') && onPath('apt-get')) {
    console.log("No Chromium for the browser tests yet: installing Debian's (about 100 MB) …");
    const options = ['-qq', '-o', 'DPkg::Lock::Timeout=300'];
    const packages = ['chromium', 'fonts-liberation'];
    const install = () =>
      run('apt-get', [...options, '-y', '--no-install-recommends', 'install', ...packages], 900_000);
    // The lists may be missing (a fresh container) or old: then update once, and try again.
    if (await install()) return;
    if ((await run('apt-get', [...options, 'update'], 300_000)) && (await install())) return;
  }
  console.log("No Chromium for the browser tests yet: trying playwright's download …");
  const cli = fileURLToPath(new URL('../../node_modules/playwright-core/cli.js', import.meta.url));
  await run(process.execPath, [cli, 'install', 'chromium'], 600_000);
}

/** @param {string} program */
function onPath(program) {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    if (!findChromium()) await installChromium();
    console.log(`Chromium for the browser tests: ${chromiumPath()}`);
  } catch (error) {
    // The browser tests fail with the same sentence; the others need no browser.
    console.log(error instanceof Error ? error.message : error);
  }
}
