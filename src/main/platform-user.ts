import { randomBytes } from 'node:crypto';
import { ConfigError, readMigrateConfig } from '../config.ts';
import { normalAddress } from '../domain/mail-address.ts';
import { type Refusal, Refused } from '../domain/refusal.ts';
import { checkName } from '../domain/text.ts';
import { savePlatformUser } from '../host/identity/save-platform-user.ts';
import { refusalText } from '../locales/refusal-text.ts';
import { translatorFor } from '../locales/translator.ts';
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
  console.error(
    error instanceof ConfigError ? error.message : error instanceof Refused ? wordsOf(error.refusal) : error,
  );
  process.exitCode = 1;
}

function wordsOf(refusal: Refusal): string {
  return translatorFor('en').t(refusalText(refusal));
}

function personIn([email = '', fullName = '', ...more]: string[]): { email: string; name: string } {
  if (!isMailAddress(email) || fullName === '' || more.length > 0) {
    throw new ConfigError('Name an e-mail address and a name: npm run platform-user -- name@host "Full Name".');
  }
  const name = checkName(fullName, 'name', 'refusal.name.unreadable');
  if (!name.ok) throw new ConfigError(wordsOf(name.refusal));
  return { email, name: name.value };
}
