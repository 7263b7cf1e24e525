import { z } from 'zod';
import { usesHttps, type WebDeps } from '../http/context.ts';
import { readForm } from '../forms/form.ts';
import { Problem } from '../http/errors.ts';
import { localPath } from '../http/local-path.ts';
import { post, type Route } from '../http/route.ts';
import { themeCookie, themes } from './theme-cookie.ts';
import { seeOther } from '../http/redirect.ts';

const schema = z.object({
  theme: z.enum(themes),
  next: z.string().optional().catch(undefined).transform(localPath),
});

/** The theme switch, for browsers without script. */
export function themeRoutes({ config }: WebDeps): Route[] {
  return [
    post('/theme', { audience: 'anyone' }, (ctx) => {
      const form = readForm(ctx, schema);
      if (!form.ok) throw new Problem(400, 'malformed');
      ctx.append('Set-Cookie', themeCookie(form.value.theme, usesHttps(config)));
      seeOther(ctx, form.value.next ?? '/');
    }),
  ];
}
