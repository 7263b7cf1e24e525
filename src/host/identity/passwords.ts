import { hash, verify } from '@node-rs/argon2';

// OWASP's password storage cheat sheet: Argon2id (the library's algorithm) with 19 MiB of memory, 2 passes, 1 lane.
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Of no password that anybody has; made with the parameters above, so that checking it takes as long as any other. */
const nobodys = '$argon2id$v=19$m=19456,t=2,p=1$bgbQH463Bxkb5Jja2I6DpA$Lfx/cF6TroideRLeeFGFaBsbSgqABfgpwhlGiJnZm58';

/** Longer passwords are not worth the work; in characters. */
export const passwordLimit = 1000;

/** The hash to keep of a password. */
export function hashPassword(plain: string): Promise<string> {
  return hash(plain, parameters);
}

/** Whether the password fits the kept hash; without a hash it works as long and says no. */
export async function passwordFits(plain: string, kept: string | null): Promise<boolean> {
  const fits = await verify(kept ?? nobodys, plain.slice(0, passwordLimit));
  return kept !== null && plain.length <= passwordLimit && fits;
}
