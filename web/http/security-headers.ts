import helmet from 'koa-helmet';
import type { Context, Middleware } from 'koa';

/** Nothing is loaded, sent or framed except by this origin, and nothing inline runs or styles. */
const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'data:'],
    'connect-src': ["'self'"],
    'form-action': ["'self'"],
    'base-uri': ["'none'"],
    'frame-ancestors': ["'none'"],
  },
};

/** The Content-Security-Policy in one line. */
function policyOf(directives: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...sources].join(' '))
    .join('; ');
}

/** For the page that shows previews of mails: it may frame our own pages. */
export function framePreviews(ctx: Context): void {
  const { directives } = contentSecurityPolicy;
  ctx.set('Content-Security-Policy', policyOf({ ...directives, 'frame-src': ["'self'"] }));
}

/**
 * For the preview of a mail. Mails have inline styles: this is the only answer that may, and it may do nothing else,
 * even when opened on its own.
 */
export function previewHeaders(ctx: Context): void {
  const directives = { 'default-src': ["'none'"], 'style-src': ["'unsafe-inline'"], 'frame-ancestors': ["'self'"] };
  ctx.set(
    'Content-Security-Policy',
    policyOf({ ...directives, 'form-action': ["'none'"], 'base-uri': ["'none'"], sandbox: [] }),
  );
  ctx.set('X-Frame-Options', 'SAMEORIGIN');
}

/**
 * The headers of every answer. Pages are never stored: Back on a shared browser must not show a ticket after signing
 * out.
 */
export function securityHeaders({ https }: { https: boolean }): Middleware[] {
  return [
    helmet({
      contentSecurityPolicy,
      // With "no-referrer", browsers send `Origin: null` with our own forms.
      referrerPolicy: { policy: 'same-origin' },
      strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
      crossOriginEmbedderPolicy: false,
      xFrameOptions: { action: 'deny' },
    }),
    async (ctx, next) => {
      ctx.set('Cache-Control', 'no-store');
      // The address of a link from a mail is a secret. The price: browsers without Sec-Fetch-Site (before 2023) send
      // `Origin: null` with the form of such a page, and are refused.
      if (/^\/(account|answer)\//i.test(ctx.path)) {
        ctx.set('Referrer-Policy', 'no-referrer');
        ctx.set('X-Robots-Tag', 'noindex, nofollow');
      }
      ctx.set('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()');
      await next();
    },
  ];
}
