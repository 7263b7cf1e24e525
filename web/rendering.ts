import { fileURLToPath } from 'node:url';
import { Eta } from 'eta';
import { flags, hasFlag, isLicensed } from '../src/domain/licence.ts';
import { statusWords } from '../src/domain/status.ts';
import { typeWords } from '../src/domain/ticket.ts';
import type { PageContext } from './context.ts';
import type { FormErrors } from './forms.ts';
import { createIcons } from './icons.ts';
import { mailQuotaBanner } from './mail-quota-banner.ts';
import { navigation } from './navigation.ts';
import { relativeTime, wholeTime } from './relative-time.ts';
import type { StaticFiles } from './static-files.ts';
import { themeOf } from './theme/theme-cookie.ts';

/** What a page shows. `errors` put "Error:" before the title and the summary on top; `layout` sets the page's width. */
export type Model = Readonly<{
  title: string;
  errors?: FormErrors;
  layout?: 'wide' | 'narrow';
  [name: string]: unknown;
}>;

/** Turns templates and models into HTML; one per process, made in `createApp`. */
export type Rendering = Readonly<{
  page(ctx: PageContext, template: string, model: Model): string;
}>;

// Names that every template can use as they are. Of these only `icon` gives HTML, made from our own files.
const header = 'const { icon, staticFile, statusWords, typeWords, relativeTime, wholeTime } = it.ui;';

/** The templates of `web/`, escaped by default; a name is the path from there without `.eta`. */
export function createRendering(files: StaticFiles): Rendering {
  const eta = new Eta({
    views: fileURLToPath(new URL('.', import.meta.url)),
    cache: true,
    autoTrim: [false, 'nl'],
    functionHeader: header,
  });
  const ui = { icon: createIcons(), staticFile: files.url, statusWords, typeWords, relativeTime, wholeTime };
  const base = (ctx: PageContext) => ({ ui, page: pageOf(ctx) });
  return {
    page: (ctx, template, model) => {
      const body = eta.render(template, { errors: [], ...model, ...base(ctx) });
      const { title, errors = [], layout = 'narrow' } = model;
      return eta.render('views/layout', { title, errors, layout, body, ...base(ctx) });
    },
  };
}

/** Answers with a whole page: web/<template>.eta inside the layout. */
export function render(ctx: PageContext, template: string, model: Model): void {
  ctx.type = 'html';
  ctx.body = ctx.state.rendering.page(ctx, template, model);
}

function pageOf(ctx: PageContext) {
  const { principal, platform, requestId, now } = ctx.state;
  const person = principal ?? platform;
  return {
    path: ctx.path,
    here: ctx.method === 'GET' ? ctx.originalUrl : '/',
    requestId,
    now,
    theme: themeOf(ctx),
    person: person && {
      id: person.userId,
      name: person.name,
      email: person.email,
      tenant: principal?.tenantName ?? 'Platform team',
    },
    hasMails: principal !== null && isLicensed(principal.licence, now),
    /** The parts that the person's tenant has switched on. */
    flags: flags.filter((flag) => principal !== null && hasFlag(principal.licence, flag, now)),
    navigation: navigation(ctx.state, ctx.path, now),
    // The desk is where one reports; what is told here is for who works tickets and settings.
    mailQuota: /^\/(tickets|settings)(\/|$)/.test(ctx.path) ? mailQuotaBanner(principal, now) : null,
  };
}
