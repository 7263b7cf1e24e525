import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoPassword, demoPlatformUser, demoTenants, type DemoUser } from './tenants.ts';

/** Writes DATA_DIR/demo.json: where everything is, and with what to sign in. Whole or not at all. */
export function writeDemoFile(
  dataDir: string,
  addresses: { url: string; mailUrl: string | undefined; temporalUiUrl: string | undefined },
): void {
  const signIn = (tenant: string | null, { email, name, roles }: DemoUser) => ({
    tenant,
    email,
    password: demoPassword,
    name,
    roles,
  });
  const users = [
    ...demoTenants.flatMap((tenant) => tenant.users.map((user) => signIn(tenant.name, user))),
    signIn(null, demoPlatformUser),
  ];
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'demo.json');
  writeFileSync(`${file}.new`, `${JSON.stringify({ ...addresses, users }, null, 2)}\n`);
  chmodSync(`${file}.new`, 0o600);
  renameSync(`${file}.new`, file);
}
