import { once } from 'node:events';
import { join } from 'node:path';
import type { DevConfig, Environment } from '../config.ts';
import { startBackends } from './dev-backends.ts';
import { startServices } from './dev-services.ts';
import type { ServiceScripts } from './dev-services.ts';
import { demoFile } from '../demo/demo-file.ts';
import { addressLines, keyLines, signInLines } from './demo-summary.ts';
import { expectFreePort } from './free-port.ts';
import type { Kept } from './keep-running.ts';
import { dataFolder, privateFolder } from './private-files.ts';
import { claim } from './process-record.ts';
import { createReload, sourceFolders } from './reload.ts';
import { resetData, type ResetTools } from './reset.ts';
import { endLeftoverService } from './service-process.ts';
import { watchSources } from './source-watch.ts';
import type { StartOptions } from './start-options.ts';
import { stopRequest } from './stop-request.ts';
import type { SearchAttributeType } from './temporal-server.ts';

export interface DevOptions {
  /** The folder of the product's sources. */
  root: string;
  options: StartOptions;
  config: DevConfig;
  env: Environment;
  scripts: ServiceScripts;
  searchAttributes: Record<string, SearchAttributeType>;
  say: (line: string) => void;
  confirm: ResetTools['confirm'];
}

/**
 * Runs everything on this machine until Ctrl-C, then stops it in order: web, worker, mail catcher, Temporal, PostgreSQL.
 * When a part cannot be started, stops those that were. By its options it deletes the data of earlier runs first, and
 * restarts web and worker when their sources change.
 * @throws StartError
 */
export async function runDev(dev: DevOptions): Promise<void> {
  const { dataDir } = dev.config;
  dataFolder(dataDir);
  const claimed = claim(join(dataDir, 'npm-start.json'), `The data folder ${dataDir}`);
  try {
    if (dev.options.reset) await resetData(dev.config, dev.options.yes, dev);
    await runParts(dev, claimed.release);
  } finally {
    claimed.release();
  }
}

async function runParts(dev: DevOptions, release: () => void): Promise<void> {
  const { root, options, config, env, scripts, searchAttributes, say } = dev;
  const running: Kept[] = [];
  const { signal, dispose } = stopRequest(env, say, () => {
    for (const part of running) part.kill();
    release();
    process.exit(1);
  });
  try {
    const logDir = join(config.dataDir, 'logs');
    privateFolder(logDir);
    await endLeftoverService('web', logDir);
    await endLeftoverService('worker', logDir);
    await expectFreePort(config.port, 'the web pages', 'PORT', config.host);
    const keep = <Part extends Kept>(part: Part): Part => {
      running.push(part);
      signal.throwIfAborted();
      return part;
    };
    const backends = await startBackends({ config, env, searchAttributes, logDir, say, signal, keep });
    const { web, worker, bundle } = await startServices({
      config,
      env,
      scripts,
      backends,
      logDir,
      say,
      signal,
      keep,
    });
    const addresses = { web: config.publicUrl, mail: backends.mailUiUrl, temporalUi: backends.temporalUiUrl };
    const demo = demoFile(config.dataDir);
    say(['', ...addressLines(addresses), '', ...signInLines(demo), '', ...keyLines(demo)].join('\n'));
    say(`\nLogs are in ${logDir}. Ctrl-C stops everything; the data stay in ${config.dataDir}.`);
    if (options.watch) {
      say('Web and worker restart when their sources change.');
      const changed = createReload({ root, parts: { web, worker }, bundle, say });
      await watchSources({ root, folders: sourceFolders, signal, changed });
    } else if (!signal.aborted) await once(signal, 'abort');
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    for (const part of running.toReversed()) {
      say(`Stopping ${part.name}.`);
      await part.stop();
    }
    dispose();
  }
}
