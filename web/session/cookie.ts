import { type PageContext, usesHttps, type WebConfig } from '../http/context.ts';

/**
 * A cookie that holds an id. Over https its name starts with `__Host-`: the browser then accepts it only from this very
 * host, over https, for the whole site.
 */
export type SessionCookie = Readonly<{
  read(ctx: Pick<PageContext, 'cookies'>): string | undefined;
  write(ctx: PageContext, id: string): void;
  clear(ctx: PageContext): void;
}>;

const platformMark = 'p.';

/** The cookie's value for a session of the platform team: marked, so that one look-up suffices. */
export function platformSessionValue(id: string): string {
  return platformMark + id;
}

/** The id of a platform team's session in the cookie's value; null for a session in a tenant. */
export function platformSessionIn(value: string): string | null {
  return value.startsWith(platformMark) ? value.slice(platformMark.length) : null;
}

/** The cookie that holds the id of a sign-in under way, from the password to the second step. */
export function stepCookie(config: Site): SessionCookie {
  return cookieNamed('sign-in-step', config, '; Max-Age=900');
}

/** The cookie that holds the session's id. */
export function sessionCookie(config: Site): SessionCookie {
  return cookieNamed('session', config, '');
}

type Site = Pick<WebConfig, 'publicUrl'>;

function cookieNamed(plain: string, config: Site, lifetime: string): SessionCookie {
  const https = usesHttps(config);
  const name = https ? `__Host-${plain}` : plain;
  const attributes = `Path=/; HttpOnly; SameSite=Lax${https ? '; Secure' : ''}`;
  return {
    read: (ctx) => ctx.cookies.get(name),
    write: (ctx, id) => ctx.append('Set-Cookie', `${name}=${id}; ${attributes}${lifetime}`),
    clear: (ctx) => ctx.append('Set-Cookie', `${name}=; Max-Age=0; ${attributes}`),
  };
}
