import { z } from 'zod';
import type { WebDeps } from '../context.ts';
import { choiceField, readForm } from '../forms.ts';
import { Problem } from '../errors.ts';
import { localPath } from '../local-path.ts';
import { post, type Route } from '../route.ts';
import { themeCookie, themes } from './theme-cookie.ts';

const schema = z.object({
  theme: choiceField(themes, 'Choose a theme.'),
  next: z.string().optional().catch(undefined).transform(localPath),
});

/** The theme switch, for browsers without script. */
export function themeRoutes({ config }: WebDeps): Route[] {
  return [
    post('/theme', { audience: 'anyone' }, (ctx) => {
      const form = readForm(ctx, schema);
      if (!form.ok) throw new Problem(400, 'malformed');
      ctx.append('Set-Cookie', themeCookie(form.value.theme, config.publicUrl.startsWith('https:')));
      ctx.status = 303;
      ctx.redirect(form.value.next ?? '/');
    }),
  ];
}
