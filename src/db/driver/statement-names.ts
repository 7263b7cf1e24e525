import { createHash } from 'node:crypto';

/** So many statements have names: what a connection keeps of them stays small. */
const mostNames = 500;

/** A text longer than this is that of many rows at once, and hardly ever comes again. */
const longestNamed = 4000;

/** So many texts that were seen once are remembered, to be named when they come again. */
const mostSeen = 5000;

/**
 * A list that is cut off. Kept under a name, it would be planned once for all tenants, by what the one of that moment has:
 * reading all and sorting it suits three tickets, and takes seconds for a million.
 */
const cutOff = /\border by\b[^]*\blimit\b/i;

/** The names under which a pool's statements are prepared, the same on each of its connections. */
export class StatementNames {
  private readonly names = new Map<string, string>();
  private readonly seen = new Set<string>();
  /** Distinguishes the names of now from those that were given up. */
  private generation = 0;

  /**
   * The statement's name; null where it comes for the first time, where as many have names as may have, or where it is to
   * be planned each time for the tenant that asks.
   */
  nameOf(text: string): string | null {
    const known = this.names.get(text);
    if (known !== undefined) return known;
    if (this.names.size >= mostNames || text.length > longestNamed || cutOff.test(text)) return null;
    if (!this.seen.delete(text)) {
      if (this.seen.size >= mostSeen) this.seen.clear();
      this.seen.add(text);
      return null;
    }
    const name = `${createHash('sha256').update(text).digest('base64url').slice(0, 22)}.${this.generation}`;
    this.names.set(text, name);
    return name;
  }

  /** From now on every statement has another name: what connections have prepared so far is not used any more. */
  renew(): void {
    this.generation += 1;
    this.names.clear();
  }
}
