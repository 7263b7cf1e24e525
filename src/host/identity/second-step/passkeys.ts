import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { type Account, inAccount } from '../../../db/in-account.ts';
import type { TenantEm } from '../../../db/in-tenant.ts';
import type { Orm } from '../../../db/orm.ts';
import { newId } from '../../../ids.ts';
import { spendChallenge } from './challenge.ts';
import { createdCredential, type KnownCredential, type PasskeySite, usedCredential } from './passkey-site.ts';

/** A passkey of somebody, as they see it. */
export type Passkey = Readonly<{ id: string; name: string; createdAt: Date; lastUsedAt: Date | null }>;

/** A person has at most so many: a browser is told of each of them. */
export const mostPasskeys = 20;

type Row = { id: string; name: string; created_at: Date | string; last_used_at: Date | string | null };

/** The person's passkeys, from old to new. */
export async function readPasskeys(em: TenantEm, { userId }: Account): Promise<Passkey[]> {
  const rows = await em.execute<Row[]>(
    'select id, name, created_at, last_used_at from account_passkey where user_id = ? order by created_at, id',
    [userId],
  );
  return rows.map(({ id, name, created_at, last_used_at }) => ({
    id,
    name,
    createdAt: new Date(created_at),
    lastUsedAt: last_used_at === null ? null : new Date(last_used_at),
  }));
}

type CredentialRow = { credential_id: Buffer; public_key: Buffer; counter: string; transports: string[] };

/** The person's passkeys, as a browser is told of them. */
export async function readCredentials(em: TenantEm, { userId }: Account): Promise<KnownCredential[]> {
  const rows = await em.execute<CredentialRow[]>(
    'select credential_id, transports from account_passkey where user_id = ? order by created_at, id',
    [userId],
  );
  return rows.map(({ credential_id: id, transports }) => ({ id: id.toString('base64url'), transports }));
}

/**
 * Keeps the passkey that a browser has made for the account; false when it is none that was asked for, or was kept before.
 */
export async function addPasskey(
  em: TenantEm,
  site: PasskeySite,
  account: Account,
  made: Readonly<{ response: RegistrationResponseJSON; name: string; now: Date }>,
): Promise<boolean> {
  const { response, name, now } = made;
  const answered = await createdCredential(site, account, { response, now });
  if (answered === null || !(await spendChallenge(em, answered.challenge))) return false;
  const { id, publicKey, counter, transports = [] } = answered.credential;
  const added = await em.execute<unknown[]>(
    `insert into account_passkey
       (tenant_id, user_id, id, credential_id, public_key, counter, transports, name, created_at)
     values (?, ?, ?, ?, ?, ?, ?::text[], ?, ?) on conflict (credential_id) do nothing returning 1`,
    [
      account.tenantId,
      account.userId,
      newId(now.getTime()),
      Buffer.from(id, 'base64url'),
      Buffer.from(publicKey),
      counter,
      `{${transports.filter((each) => /^[a-z-]{1,20}$/.test(each)).join(',')}}`,
      name,
      now,
    ],
  );
  return added.length > 0;
}

/**
 * Whose passkey has answered, or null. With an `account` it has to be theirs: the second step after their password. Without
 * one it signs in alone. No answer counts twice.
 */
export async function passkeyOwner(
  orm: Orm,
  site: PasskeySite,
  given: Readonly<{ account: Account | null; response: AuthenticationResponseJSON; now: Date }>,
): Promise<Account | null> {
  const { account, response, now } = given;
  const credentialId = Buffer.from(response.id, 'base64url');
  const found = await orm.em
    .fork()
    .execute<{ tenant_id: string | null; user_id: string }[]>('select * from passkey_find(?)', [credentialId]);
  const [row] = found;
  if (row === undefined || (account !== null && account.userId !== row.user_id)) return null;
  const owner = { tenantId: row.tenant_id, userId: row.user_id };
  return inAccount(orm, owner, async (em) => {
    // One answer at a time: each is held against the counter that the one before has left.
    const [key] = await em.execute<CredentialRow[]>(
      'select credential_id, public_key, counter, transports from account_passkey where credential_id = ? for update',
      [credentialId],
    );
    if (key === undefined) return null;
    const credential = {
      id: response.id,
      publicKey: Uint8Array.from(key.public_key),
      counter: Number(key.counter),
      transports: key.transports,
    };
    const asked =
      account === null
        ? ({ purpose: 'sign_in', accountId: '' } as const)
        : ({ purpose: 'second_step', accountId: owner.userId } as const);
    const used = await usedCredential(site, { ...asked, now }, { response, credential });
    if (used === null || !(await spendChallenge(em, used.challenge))) return null;
    await em.execute('update account_passkey set counter = ?, last_used_at = ? where credential_id = ?', [
      used.counter,
      now,
      credentialId,
    ]);
    return owner;
  });
}
