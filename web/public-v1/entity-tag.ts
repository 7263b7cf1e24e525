/** The strong entity tag of a version (RFC 9110, 8.8.3). */
export function entityTag(version: number): string {
  return `"${version}"`;
}

/** Whether If-None-Match names this version, by weak comparison as for reading (RFC 9110, 13.1.2). */
export function isNamedIn(tags: string, version: number): boolean {
  return tagsIn(tags).some((tag) => tag === '*' || tag.replace(/^W\//, '') === entityTag(version));
}

/**
 * The version that If-Match requires: `any` for `*`, `none` if no tag can match, because all are weak or not ours (RFC
 * 9110, 13.1.1). Of several versions it is the current one, if it is among them.
 */
export function versionDemanded(tags: string, current: number): number | 'any' | 'none' {
  const demanded = tagsIn(tags).map((tag) => (tag === '*' ? 'any' : versionIn(tag)));
  if (demanded.includes('any')) return 'any';
  const versions = demanded.filter((each) => typeof each === 'number');
  return versions.includes(current) ? current : (versions[0] ?? 'none');
}

function tagsIn(header: string): string[] {
  return header.match(/\*|(?:W\/)?"[^"]*"/g) ?? [];
}

function versionIn(tag: string): number | null {
  const digits = /^"([1-9]\d{0,9})"$/.exec(tag)?.[1];
  return digits === undefined ? null : Number(digits);
}
