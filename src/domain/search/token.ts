/**
 * What stands for a word in the index: a number of 53 bits, so that rows and index stay small. Two words of the same
 * number would be found for each other, which is less likely than a misprint; nothing else follows from it.
 */
export type Token = number;

/** Makes the tokens of a tenant's words. Those of another tenant are others, so tenants share no list of the index. */
export function wordTokens(tenantId: string): (word: string) => Token {
  const start = mixIn(first, tenantId);
  return (word) => finish(mixIn(start, word));
}

/** The token of a person, who is looked up by name: a new name is not written into the index of their tickets. */
export function personToken(userId: string): Token {
  return finish(mixIn(first, `person ${userId}`));
}

/** The token that all entries of a reporter's tickets have which the reporter may see. */
export function ownToken(reporterId: string): Token {
  return finish(mixIn(first, `own ${reporterId}`));
}

/** The token of the same word in what only agents may see: a reporter's search has no way to name it (R3). */
export function hidden(token: Token): Token {
  return -token;
}

type State = readonly [number, number];

const first: State = [0x811c9dc5, 0x2f0b4c47];
const primes = [0x01000193, 0x85ebca6b] as const;

function mixIn([low, high]: State, text: string): State {
  let [a, b] = [low, high];
  for (let place = 0; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    a = Math.imul(a ^ code, primes[0]);
    b = Math.imul(b ^ code, primes[1]);
    b ^= b >>> 13;
  }
  return [a, b];
}

/** At least 1, at most 2^53 - 1. */
function finish([low, high]: State): Token {
  const a = spread(low ^ (high >>> 7));
  const b = spread(high ^ (low << 9));
  return (b >>> 11) * 0x1_0000_0000 + (a >>> 0) || 1;
}

function spread(bits: number): number {
  let mixed = bits ^ (bits >>> 16);
  mixed = Math.imul(mixed, 0x45d9f3b);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x45d9f3b);
  return mixed ^ (mixed >>> 16);
}
