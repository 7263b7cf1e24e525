/** Where a page's link with these words leads, as a browser would read it; null where there is none. An icon may stand before the words. */
export function linkCalled(html: string, words: string): string | null {
  const icon = '(?:<svg(?:(?!</svg>)[\\s\\S])*</svg>)?';
  const found = new RegExp(`href="([^"]+)"[^>]*>${icon}${words}<`).exec(html)?.[1];
  return found?.replaceAll('&amp;', '&') ?? null;
}
