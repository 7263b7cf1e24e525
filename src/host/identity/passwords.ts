import { hash, verify } from '@node-rs/argon2';

// OWASP's password storage cheat sheet: Argon2id (the library's algorithm) with 19 MiB of memory, 2 passes, 1 lane.
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The hash of no real password; made with the parameters above, so that checking it takes as long as any other. */
const nobodys = '$argon2id$v=19$m=19456,t=2,p=1$bgbQH463Bxkb5Jja2I6DpA$Lfx/cF6TroideRLeeFGFaBsbSgqABfgpwhlGiJnZm58';

/** The longest password that is accepted, in characters: longer ones are not worth the work. */
export const passwordLimit = 1000;

/** The hash of a password, to be stored. */
export function hashPassword(plain: string): Promise<string> {
  return hash(plain, parameters);
}

/** Whether the password matches the stored hash; without a hash it takes as long, and says no. */
export async function passwordFits(plain: string, kept: string | null): Promise<boolean> {
  const fits = await verify(kept ?? nobodys, plain.slice(0, passwordLimit));
  return kept !== null && plain.length <= passwordLimit && fits;
}
