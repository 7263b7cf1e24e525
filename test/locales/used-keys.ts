import type { Source } from './sources.ts';

/** How code names texts: by whole keys, and by patterns such as `page.theme.${theme}`, with where each was found. */
export type UsedKeys = Readonly<{ whole: ReadonlyMap<string, string>; patterns: ReadonlyMap<string, string> }>;

/** Finds the keys of these rooms in string and template literals. */
export function usedKeys(sources: readonly Source[], rooms: readonly string[]): UsedKeys {
  const room = `(?:${rooms.join('|')})`;
  const literal = new RegExp(`['"](${room}\\.[a-z0-9_.]+)['"]`, 'g');
  const template = new RegExp(`\`(${room}\\.(?:[a-z0-9_.]|\\$\\{[^\`]*?\\})+)\``, 'g');
  const whole = new Map<string, string>();
  const patterns = new Map<string, string>();
  for (const { path, text } of sources) {
    for (const [, key = ''] of text.matchAll(literal)) whole.set(key, path);
    for (const [, key = ''] of text.matchAll(template)) (key.includes('${') ? patterns : whole).set(key, path);
  }
  return { whole, patterns };
}

/** What keys a template literal may stand for; each `${…}` is one or more parts of a key. */
export function patternOf(template: string): RegExp {
  const parts = template.split(/\$\{(?:[^{}`]|\{[^{}]*\})*\}/);
  return new RegExp(`^${parts.map((part) => part.replaceAll('.', '\\.')).join('[a-z0-9_.]*')}$`);
}
