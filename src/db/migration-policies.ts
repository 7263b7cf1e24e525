/**
 * Statements that make uslimato_lookup the owner of functions (by signature) and let the application call them. Only a
 * role that may create objects in the schema can own a function; the privilege is revoked at once.
 */
export function giveToLookup(signatures: readonly string[]): string[] {
  return [
    `grant create on schema public to uslimato_lookup`,
    ...signatures.flatMap((signature) => [
      `alter function ${signature} owner to uslimato_lookup`,
      `revoke all on function ${signature} from public`,
      `grant execute on function ${signature} to uslimato_app`,
    ]),
    `revoke create on schema public from uslimato_lookup`,
  ];
}

/**
 * Statements that confine a table's rows to the transaction's tenant, for the owner too, and grant rights to the
 * application.
 */
export function keepToTenant(table: string, rights: string): string[] {
  const own = `tenant_id = nullif(current_setting('app.tenant', true), '')::uuid`;
  return [
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
    `create policy own_tenant on ${table} using (${own}) with check (${own})`,
    `grant ${rights} on ${table} to uslimato_app`,
  ];
}

/** The columns that say whose account a row belongs to: a person's or, without a tenant, a platform team member's. */
export const accountColumns = `
  tenant_id uuid,
  user_id uuid not null,
  platform_user_id uuid generated always as (case when tenant_id is null then user_id end) stored
    references platform_user (id),
  foreign key (tenant_id, user_id) references app_user (tenant_id, id)`;

/**
 * Statements that confine a table with `accountColumns` to the transaction's tenant or, for somebody of the platform
 * team, to their own rows (src/db/in-account.ts), for the owner too, and grant rights to the application.
 */
export function keepToAccount(table: string, rights: string): string[] {
  const own = `tenant_id = nullif(current_setting('app.tenant', true), '')::uuid
    or tenant_id is null and user_id = nullif(current_setting('app.platform_user', true), '')::uuid`;
  return [
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
    `create policy own_account on ${table} using (${own}) with check (${own})`,
    `grant ${rights} on ${table} to uslimato_app`,
  ];
}

/** Statements after which only functions of uslimato_lookup reach a table's rows. */
export function keepToLookup(table: string, rights: string): string[] {
  return [
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
    ...letLookup(table, rights),
  ];
}

/** Statements that give the functions of uslimato_lookup access to all rows of a table. */
export function letLookup(table: string, rights: string): string[] {
  return [
    `create policy lookup_all on ${table} to uslimato_lookup using (true) with check (true)`,
    `grant ${rights} on ${table} to uslimato_lookup`,
  ];
}
