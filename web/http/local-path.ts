/**
 * The path if it leads to a page of ours, else undefined. Browsers read `//host` and `/\host` as another site, and drop
 * tabs and line breaks first, so none of these may occur.
 */
export function localPath(path: unknown): string | undefined {
  if (typeof path !== 'string' || path.length > 2000) return undefined;
  if (!/^\/(?![/\\])[^\\\u0000-\u0020\u007F]*$/.test(path)) return undefined;
  const base = 'http://here.invalid';
  return URL.parse(path, base)?.origin === base ? path : undefined;
}
