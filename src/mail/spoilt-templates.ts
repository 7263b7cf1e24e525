import { createHash } from 'node:crypto';
import type { OwnTemplate } from '../domain/own-template.ts';
import type { RefusalText } from '../domain/refusal.ts';

/** Templates that exceeded a limit, and which one, for as long as they are not tried again. */
export type Spoilt = Readonly<{
  add(own: OwnTemplate, why: RefusalText): void;
  /** The limit that the template exceeded, or null if it may be tried. */
  why(own: OwnTemplate): RefusalText | null;
}>;

/** How long a template that exceeded a limit is not tried again, in ms: each try delays the mails of all tenants. */
const notTriedFor = 600_000;

/** How many templates are remembered; the oldest are forgotten first. */
const most = 1000;

/** Remembers such templates by a digest, in this process. */
export function createSpoilt(): Spoilt {
  const known = new Map<string, Readonly<{ why: RefusalText; until: number }>>();
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
