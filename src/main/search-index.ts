import { parseArgs } from 'node:util';
import { ConfigError, readDatabaseConfig } from '../config.ts';
import { openOrm } from '../db/orm.ts';
import { rebuildTenants } from '../db/search/rebuild-tenants.ts';
import { exitWithParent } from '../local/exit-with-parent.ts';

/**
 * `npm run search-index`: writes the index of search anew from the texts, for all tenants or, with `--tenant SLUG`, for
 * one; with `--missing` only where that was never finished. The product may run meanwhile. Cut off, it goes on where it
 * was when it is run again.
 */
exitWithParent(async () => {});
try {
  const { values } = parseArgs({
    options: { tenant: { type: 'string' }, missing: { type: 'boolean', default: false } },
  });
  const orm = await openOrm(readDatabaseConfig(process.env).databaseUrl, 2);
  const known = await rebuildTenants(orm, {
    slug: values.tenant ?? null,
    missing: values.missing,
    say: (line) => console.log(line),
  });
  await orm.close();
  if (!known) {
    throw new ConfigError(`There is no tenant ${values.tenant}: --tenant takes the short name that the console shows.`);
  }
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 1;
}
