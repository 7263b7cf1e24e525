import type { Context } from 'koa';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** The theme that the browser has chosen; it holds no secret, and script may write it too. */
export function themeOf(ctx: Pick<Context, 'cookies'>): Theme {
  const chosen = ctx.cookies.get('theme');
  return themes.find((theme) => theme === chosen) ?? 'system';
}

/** The header that keeps the choice for a year. */
export function themeCookie(theme: Theme, secure: boolean): string {
  return `theme=${theme}; Path=/; Max-Age=31536000; SameSite=Lax${secure ? '; Secure' : ''}`;
}
