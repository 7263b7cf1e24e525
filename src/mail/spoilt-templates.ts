import { createHash } from 'node:crypto';
import type { OwnTemplate } from '../domain/own-template.ts';

/** Templates that have taken more than their due, each with what it took, for as long as they are not tried again. */
export type Spoilt = Readonly<{
  add(own: OwnTemplate, why: string): void;
  /** What the template took, or null when it may be tried. */
  why(own: OwnTemplate): string | null;
}>;

/** For so long a template that took too much is not tried again, in ms: each try delays the mails of all tenants. */
const notTriedFor = 600_000;

/** Of so many templates it is known; the oldest are forgotten first. */
const most = 1000;

/** Remembers spoilt templates by a digest, in this process. */
export function createSpoilt(): Spoilt {
  const known = new Map<string, Readonly<{ why: string; until: number }>>();
  return {
    add(own, why) {
      known.set(digestOf(own), { why, until: performance.now() + notTriedFor });
      for (const oldest of known.keys()) if (known.size > most) known.delete(oldest);
    },
    why(own) {
      if (known.size === 0) return null;
      const found = known.get(digestOf(own));
      return found !== undefined && found.until > performance.now() ? found.why : null;
    },
  };
}

function digestOf({ subject, html, text }: OwnTemplate): string {
  return createHash('sha256')
    .update(JSON.stringify([subject, html, text]))
    .digest('base64');
}
