import { savePlatformUser } from '../../src/host/identity/save-platform-user.ts';
import { testPassword } from './people.ts';
import { randomDigits } from './random-digits.ts';

/** Somebody of the platform team, with the password of all people of the tests. */
export type TestPlatformPerson = Readonly<{ userId: string; name: string; email: string; password: string }>;

/** Makes somebody of the platform team in the database that this owner's login leads to (`testDatabase()`, a product). */
export async function createPlatformPerson(ownerUrl: string, name = 'Petra Platform'): Promise<TestPlatformPerson> {
  const email = `platform.${randomDigits()}@example.test`;
  const userId = await savePlatformUser(ownerUrl, { email, name, password: testPassword });
  return { userId, name, email, password: testPassword };
}
