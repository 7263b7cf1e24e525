import { z } from 'zod';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { type LoggedChange, readSettingsLog } from '../../../src/db/reading/settings-log.ts';
import type { MessageKey } from '../../../src/locales/catalogue.ts';
import type { Translator } from '../../../src/locales/translator.ts';
import { principalOf, type WebDeps } from '../../http/context.ts';
import { readQuery } from '../../forms/form.ts';
import { pageOf } from '../../page/paging.ts';
import { render } from '../../page/render.ts';
import type { Handler } from '../../http/route.ts';
import { changedValues, changeSentence } from './describe-change.ts';
import { logParts, type LogPart } from './log-parts.ts';

const pageSize = 50;

const query = z.object({
  part: z
    .enum(['people', 'permissions', 'sign-in', 'itsm', 'templates', 'assets', 'keys'])
    .nullable()
    .catch(null)
    .default(null),
  before: z.coerce.number().int().positive().safe().nullable().catch(null).default(null),
});

const partLabels: readonly [LogPart | null, MessageKey][] = [
  [null, 'settings.log.part.all'],
  ['people', 'settings.log.part.people'],
  ['permissions', 'settings.log.part.permissions'],
  ['sign-in', 'settings.log.part.sign_in'],
  ['itsm', 'settings.log.part.itsm'],
  ['templates', 'settings.log.part.templates'],
  ['assets', 'settings.log.part.assets'],
  ['keys', 'settings.log.part.keys'],
];

/** GET /settings/log: who changed which setting, when, from what to what; the newest change first. */
export function logPage({ orm }: WebDeps): Handler {
  return async (ctx) => {
    const { part, before } = readQuery(ctx, query);
    const kinds = part === null ? [] : logParts[part];
    const { tenantId } = principalOf(ctx);
    const { translator } = ctx.state;
    const found = await inTenant(orm, tenantId, (em) => readSettingsLog(em, { kinds, before, limit: pageSize + 1 }));
    const { shown, last } = pageOf(found, pageSize);
    render(ctx, 'settings/log/views/log', {
      title: translator.t('settings.log.title'),
      parts: partLabels.map(([each, label]) => ({ label, href: address(each, null), current: each === part })),
      entries: shown.map((change) => entryOf(translator, change)),
      first: before === null ? null : address(part, null),
      next: last && address(part, last.sequence),
    });
  };
}

function entryOf(translator: Translator, change: LoggedChange) {
  return { at: change.at, sentence: changeSentence(translator, change), values: changedValues(translator, change) };
}

function address(part: LogPart | null, before: number | null): string {
  const search = new URLSearchParams({
    ...(part === null ? {} : { part }),
    ...(before === null ? {} : { before: String(before) }),
  });
  return search.size === 0 ? '/settings/log' : `/settings/log?${search}`;
}
