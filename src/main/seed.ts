import { Client, Connection } from '@temporalio/client';
import { createTicketGateway } from '../temporal/gateway.ts';
import { ConfigError, readMigrateConfig, readServiceConfig } from '../config.ts';
import { openOrm } from '../db/orm.ts';
import { demoFile, writeDemoFile } from '../demo/demo-file.ts';
import { seedKeys } from '../demo/keys.ts';
import { seedDemo, seedPlatformUser } from '../demo/seed.ts';
import { exitWithParent } from '../local/exit-with-parent.ts';
import { productTaskQueue as taskQueue } from '../temporal/names.ts';

exitWithParent(async () => {});
try {
  const config = readServiceConfig(process.env);
  if (config.production) throw new ConfigError('The demo is not seeded with NODE_ENV=production.');
  const { databaseOwnerUrl } = readMigrateConfig(process.env);
  const orm = await openOrm(config.databaseUrl);
  const connection = await Connection.connect({ address: config.temporalAddress });
  const client = new Client({ connection, namespace: config.temporalNamespace });
  await seedPlatformUser(orm, databaseOwnerUrl);
  await seedDemo(orm, createTicketGateway({ client, orm, taskQueue, deadlineMs: 30_000 }));
  const apiKeys = await seedKeys(orm, demoFile(config.dataDir));
  const addresses = { url: config.publicUrl, mailUrl: config.mailUiUrl, temporalUiUrl: config.temporalUiUrl };
  writeDemoFile(config.dataDir, addresses, apiKeys);
  await connection.close();
  await orm.close();
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 1;
}
