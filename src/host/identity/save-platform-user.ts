import pg from 'pg';
import { normalAddress } from '../../domain/mail-address.ts';
import { Refused } from '../../domain/refusal.ts';
import { newId } from '../../ids.ts';
import { holdAddress } from './account-address.ts';
import { hashPassword } from './passwords.ts';

/**
 * Creates a platform user, or gives the one with that address another name and password, reactivates them, and ends
 * their sessions and second steps, which they may have lost; returns the id. Runs as the database's owner: the
 * application's own role cannot give anybody such power.
 * @throws Refused `email_taken` by a person of a tenant
 */
export async function savePlatformUser(
  databaseOwnerUrl: string,
  user: { email: string; name: string; password: string },
): Promise<string> {
  const owner = new pg.Client({ connectionString: databaseOwnerUrl });
  await owner.connect();
  try {
    const passwordHash = await hashPassword(user.password);
    await owner.query('begin');
    const id = await save(owner, { ...user, email: normalAddress(user.email), passwordHash });
    await owner.query('commit');
    return id;
  } finally {
    await owner.end();
  }
}

async function save(owner: pg.Client, user: { email: string; name: string; passwordHash: string }): Promise<string> {
  // The owner itself cannot see tenants' rows or sessions.
  await owner.query('set local role uslimato_lookup');
  await owner.query(holdAddress, [user.email]);
  const { rows: people } = await owner.query('select 1 from app_user where email = $1 and active', [user.email]);
  if (people.length > 0) throw new Refused(taken);
  await owner.query('delete from platform_session s using platform_user u where u.id = s.user_id and u.email = $1', [
    user.email,
  ]);
  await owner.query('reset role');
  const { rows } = await owner.query<{ id: string }>(
    `insert into platform_user (id, email, name, password_hash) values ($1, $2, $3, $4)
     on conflict (email) do update set name = excluded.name, password_hash = excluded.password_hash, active = true
     returning id`,
    [newId(), user.email, user.name, user.passwordHash],
  );
  if (rows[0] === undefined) throw new Error('The platform user was not saved');
  const { id } = rows[0];
  for (const table of ['account_totp', 'account_passkey', 'account_recovery_code']) {
    await owner.query(`delete from ${table} where platform_user_id = $1`, [id]);
  }
  return id;
}

const taken = {
  code: 'email_taken',
  key: 'refusal.email.taken_by_tenant',
} as const;
