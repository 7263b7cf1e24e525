import type { Context } from 'koa';
import { locales, localeOf } from '../../src/domain/locale.ts';
import { type Translator, translatorFor } from '../../src/locales/translator.ts';

/** What was chosen for a reader, by themselves or their tenant. */
export type Reader = Readonly<{ languages: readonly string[]; timeZone: string | null }>;

/** Speaks the first language that was chosen for the reader, or else the one that their browser prefers (R41). */
export function translatorOf(
  ctx: Pick<Context, 'acceptsLanguages'>,
  { languages, timeZone }: Reader = { languages: [], timeZone: null },
): Translator {
  const browser = ctx.acceptsLanguages([...locales]);
  return translatorFor(localeOf(...languages, browser === false ? null : browser), timeZone ?? undefined);
}
