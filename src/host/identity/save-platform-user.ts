import pg from 'pg';
import { newId } from '../../ids.ts';
import { hashPassword } from './passwords.ts';

/**
 * Makes a platform user, or gives the one with that address another name and password and activates them again; gives
 * the id. As the
 * database's owner: the application's own role cannot make anybody powerful.
 */
export async function savePlatformUser(
  databaseOwnerUrl: string,
  user: { email: string; name: string; password: string },
): Promise<string> {
  const owner = new pg.Client({ connectionString: databaseOwnerUrl });
  await owner.connect();
  try {
    const passwordHash = await hashPassword(user.password);
    const { rows } = await owner.query<{ id: string }>(
      `insert into platform_user (id, email, name, password_hash) values ($1, $2, $3, $4)
       on conflict (email) do update set name = excluded.name, password_hash = excluded.password_hash, active = true
       returning id`,
      [newId(), user.email.toLowerCase(), user.name, passwordHash],
    );
    if (rows[0] === undefined) throw new Error('The platform user was not saved');
    return rows[0].id;
  } finally {
    await owner.end();
  }
}
