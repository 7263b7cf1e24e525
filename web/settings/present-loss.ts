import type { Translator } from '../../src/locales/translator.ts';

/**
 * What a change takes away: how many people stop being agents, the first of them by name, and how many active tickets
 * they have (R6).
 */
export type Loss = Readonly<{
  people: number;
  names: readonly string[];
  tickets: number;
  /** Whoever makes the change may not change settings afterwards. */
  ownSettings: boolean;
}>;

/** How many are named; the rest are counted. */
export const mostNamed = 10;

/** What would be lost, in sentences. */
export function lossLines({ t }: Translator, { people, names: named, tickets, ownSettings }: Loss): string[] {
  const lines: string[] = [];
  if (people > 0) {
    const unnamed = people - named.length;
    const all = named.join(', ');
    const names = unnamed > 0 ? t('settings.names_and_more', { names: all, n: unnamed }) : all;
    lines.push(t('settings.loss.people', { people, names, tickets }));
  }
  if (ownSettings) lines.push(t('settings.loss.own_settings'));
  return lines;
}
