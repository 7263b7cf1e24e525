import helmet from 'koa-helmet';
import type { Middleware } from 'koa';

/** Nothing is loaded, sent or framed but by this very origin, and nothing inline is run or styled. */
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

/** Headers of every answer. Pages are never stored: a shared browser's Back must not show a ticket after signing out. */
export function securityHeaders({ https }: { https: boolean }): Middleware[] {
  return [
    helmet({
      contentSecurityPolicy,
      // With "no-referrer" a browser sends `Origin: null` with our own forms.
      referrerPolicy: { policy: 'same-origin' },
      strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
      crossOriginEmbedderPolicy: false,
      xFrameOptions: { action: 'deny' },
    }),
    async (ctx, next) => {
      ctx.set('Cache-Control', 'no-store');
      // The address of a one-time link is a secret. The price: browsers without Sec-Fetch-Site (before 2023) send
      // `Origin: null` with the form of such a page, and are refused.
      if (ctx.path.startsWith('/account/')) ctx.set('Referrer-Policy', 'no-referrer');
      ctx.set('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()');
      await next();
    },
  ];
}
