import { randomBytes } from 'node:crypto';
import { ConfigError, readMigrateConfig } from '../config.ts';
import { normalAddress } from '../domain/mail-address.ts';
import { Refused } from '../domain/refusal.ts';
import { checkName } from '../domain/text.ts';
import { savePlatformUser } from '../host/identity/save-platform-user.ts';
import { isMailAddress } from '../mail/address.ts';

/** Creates a platform user, or sets a new password for one: `npm run platform-user -- name@host "Full Name"`. */
try {
  const { email, name } = personIn(process.argv.slice(2));
  const { databaseOwnerUrl } = readMigrateConfig(process.env);
  const password = randomBytes(18).toString('base64url');
  await savePlatformUser(databaseOwnerUrl, { email, name, password });
  console.log(
    `${name} can sign in as ${normalAddress(email)} with this password, which is shown only now:\n${password}`,
  );
} catch (error) {
  console.error(error instanceof ConfigError || error instanceof Refused ? error.message : error);
  process.exitCode = 1;
}

function personIn([email = '', fullName = '', ...more]: string[]): { email: string; name: string } {
  if (!isMailAddress(email) || fullName === '' || more.length > 0) {
    throw new ConfigError('Name an e-mail address and a name: npm run platform-user -- name@host "Full Name".');
  }
  const name = checkName(fullName, 'name', 'The name has nothing to read in it.');
  if (!name.ok) throw new ConfigError(name.refusal.message);
  return { email, name: name.value };
}
