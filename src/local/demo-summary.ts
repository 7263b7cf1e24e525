import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const demoSchema = z.object({
  users: z.array(
    z.object({
      tenant: z.string().nullable(),
      email: z.string(),
      password: z.string(),
      name: z.string(),
      roles: z.array(z.string()),
    }),
  ),
  apiKeys: z.array(z.unknown()).default([]),
});

/** All addresses, as lines for the terminal; unknown ones are left out. */
export function addressLines(addresses: {
  web: string;
  mail: string | undefined;
  temporalUi: string | undefined;
}): string[] {
  const known = [
    ['Uslimato ITSM', addresses.web],
    ['Mails', addresses.mail],
    ['Temporal UI', addresses.temporalUi],
  ].filter((row): row is [string, string] => row[1] !== undefined);
  return table(known);
}

/** The demo's sign-ins as lines for the terminal, read from the `demo.json` that the seed wrote. */
export function signInLines(demoFile: string): string[] {
  if (!existsSync(demoFile)) return [];
  const { users } = demoSchema.parse(JSON.parse(readFileSync(demoFile, 'utf8')));
  const rows = users.map((user) => [user.tenant ?? '-', user.roles.join(', '), user.name, user.email, user.password]);
  return table([['Tenant', 'Roles', 'Name', 'E-mail', 'Password'], ...rows]);
}

/** The file with the demo's API keys, which are too long for the terminal. Nothing if there are none. */
export function keyLines(demoFile: string): string[] {
  if (!existsSync(demoFile)) return [];
  const { apiKeys } = demoSchema.parse(JSON.parse(readFileSync(demoFile, 'utf8')));
  return apiKeys.length === 0 ? [] : [`  API keys of agents and reporters, in both tenants: "apiKeys" in ${demoFile}`];
}

function table(rows: string[][]): string[] {
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(width(column))).join('   ')}`.trimEnd());
}
