import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DemoKey } from './keys.ts';
import { demoPassword, demoPlatformUser, demoTenants, type DemoUser } from './tenants.ts';

/** The file that describes the demo. */
export function demoFile(dataDir: string): string {
  return join(dataDir, 'demo.json');
}

/**
 * Writes DATA_DIR/demo.json, readable by its owner only: addresses, sign-ins and API keys. The file appears whole or
 * not at all.
 */
export function writeDemoFile(
  dataDir: string,
  addresses: { url: string; mailUrl: string | undefined; temporalUiUrl: string | undefined },
  apiKeys: readonly DemoKey[],
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
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  const file = demoFile(dataDir);
  writeFileSync(`${file}.new`, `${JSON.stringify({ ...addresses, users, apiKeys }, null, 2)}\n`, {
    mode: 0o600,
  });
  renameSync(`${file}.new`, file);
}
