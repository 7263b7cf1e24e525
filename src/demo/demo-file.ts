import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoPassword, demoTenants } from './tenants.ts';

/** Writes DATA_DIR/demo.json: where everything is, and with what to sign in. Whole or not at all. */
export function writeDemoFile(
  dataDir: string,
  addresses: { url: string; mailUrl: string | undefined; temporalUiUrl: string | undefined },
): void {
  const users = demoTenants.flatMap((tenant) =>
    tenant.users.map(({ email, name, roles }) => ({
      tenant: tenant.name,
      email,
      password: demoPassword,
      name,
      roles,
    })),
  );
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'demo.json');
  writeFileSync(`${file}.new`, `${JSON.stringify({ ...addresses, users }, null, 2)}\n`);
  chmodSync(`${file}.new`, 0o600);
  renameSync(`${file}.new`, file);
}
