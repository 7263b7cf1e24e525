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
import { endLeftoverService } from './service-process.ts';
import { stopRequest } from './stop-request.ts';
import type { SearchAttributeType } from './temporal-server.ts';

export interface DevOptions {
  config: DevConfig;
  env: Environment;
  scripts: ServiceScripts;
  searchAttributes: Record<string, SearchAttributeType>;
  say: (line: string) => void;
}

/**
 * Runs everything on this machine until Ctrl-C, then stops it in order: web, worker, mail catcher, Temporal, PostgreSQL.
 * When a part cannot be started, stops those that were.
 * @throws StartError
 */
export async function runDev({ config, env, scripts, searchAttributes, say }: DevOptions): Promise<void> {
  dataFolder(config.dataDir);
  const claimed = claim(join(config.dataDir, 'npm-start.json'), `The data folder ${config.dataDir}`);
  const running: Kept[] = [];
  const { signal, dispose } = stopRequest(env, say, () => {
    for (const part of running) part.kill();
    claimed.release();
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
    await startServices({ config, env, scripts, backends, logDir, say, signal, keep });
    const addresses = { web: config.publicUrl, mail: backends.mailUiUrl, temporalUi: backends.temporalUiUrl };
    const demo = demoFile(config.dataDir);
    say(['', ...addressLines(addresses), '', ...signInLines(demo), '', ...keyLines(demo)].join('\n'));
    say(`\nLogs are in ${logDir}. Ctrl-C stops everything; the data stay in ${config.dataDir}.`);
    if (!signal.aborted) await once(signal, 'abort');
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    for (const part of running.toReversed()) {
      say(`Stopping ${part.name}.`);
      await part.stop();
    }
    claimed.release();
    dispose();
  }
}
