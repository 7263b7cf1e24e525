import type { PageContext } from '../http/context.ts';

/**
 * The cookie that holds the session's id. Over https its name starts with `__Host-`: the browser then takes it only
 * from this very host, over https, for the whole site.
 */
export type SessionCookie = Readonly<{
  read(ctx: Pick<PageContext, 'cookies'>): string | undefined;
  write(ctx: PageContext, id: string): void;
  clear(ctx: PageContext): void;
}>;

const platformMark = 'p.';

/** The cookie's value for a session of the platform team: marked, so that one look-up finds whose it is. */
export function platformSessionValue(id: string): string {
  return platformMark + id;
}

/** The id of a platform team's session in the cookie's value; null for a session of a tenant's person. */
export function platformSessionIn(value: string): string | null {
  return value.startsWith(platformMark) ? value.slice(platformMark.length) : null;
}

/** The cookie that holds the id of a sign-in under way, from the password to the second step. */
export function stepCookie({ https }: { https: boolean }): SessionCookie {
  return cookieNamed('sign-in-step', { https, attributes: '; Max-Age=900' });
}

/** The session cookie for a site that is reached by https or not. */
export function sessionCookie({ https }: { https: boolean }): SessionCookie {
  return cookieNamed('session', { https, attributes: '' });
}

function cookieNamed(plain: string, about: { https: boolean; attributes: string }): SessionCookie {
  const name = about.https ? `__Host-${plain}` : plain;
  const everywhere = `Path=/; HttpOnly; SameSite=Lax${about.https ? '; Secure' : ''}`;
  return {
    read: (ctx) => ctx.cookies.get(name),
    write: (ctx, id) => ctx.append('Set-Cookie', `${name}=${id}; ${everywhere}${about.attributes}`),
    clear: (ctx) => ctx.append('Set-Cookie', `${name}=; Max-Age=0; ${everywhere}`),
  };
}
