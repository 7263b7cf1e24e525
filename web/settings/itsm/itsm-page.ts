import { inTenant } from '../../../src/db/in-tenant.ts';
import { formatNumber } from '../../../src/domain/numbering.ts';
import { Refused } from '../../../src/domain/refusal.ts';
import { languages } from '../../../src/domain/languages.ts';
import { agentsWithMail } from '../../../src/host/permissions/agents.ts';
import {
  changeItsmSettings,
  type ItsmSettings,
  numbersUsed,
  readItsmSettings,
} from '../../../src/settings/itsm-settings.ts';
import { locales } from '../../../src/domain/locale.ts';
import { type Message, message } from '../../../src/locales/message.ts';
import { timeZones } from '../../../src/locales/time-zones.ts';
import type { Translator } from '../../../src/locales/translator.ts';
import { type PageContext, principalOf, type WebDeps } from '../../http/context.ts';
import { refusalStatus } from '../../http/errors.ts';
import { errorsOf, readForm, typedIn } from '../../forms/form.ts';
import type { FormErrors } from '../../forms/field-error.ts';
import { render } from '../../page/render.ts';
import type { Handler } from '../../http/route.ts';
import { seeOther } from '../../http/redirect.ts';
import { itsmFields, itsmForm } from './itsm-form.ts';

/** GET /settings/itsm: the settings as they are. */
export function itsmPage(deps: WebDeps): Handler {
  return (ctx) => show(ctx, deps, { typed: {}, errors: [] });
}

/** POST /settings/itsm: saves the changes; if somebody else has changed the same fields meanwhile, the person decides. */
export function saveItsm(deps: WebDeps): Handler {
  return async (ctx) => {
    const read = readForm(ctx, itsmForm);
    if (!read.ok) return showAgain(ctx, deps, 422, read.errors);
    const { tenantId, userId: by } = principalOf(ctx);
    try {
      await inTenant(deps.orm, tenantId, (em) => changeItsmSettings(em, tenantId, { ...read.value, by }));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { refusal } = error;
      return showAgain(ctx, deps, refusalStatus(refusal.code), errorsOf(refusal, itsmFields));
    }
    seeOther(ctx, '/settings/itsm?saved');
  };
}

async function showAgain(ctx: PageContext, deps: WebDeps, status: number, errors: FormErrors): Promise<void> {
  ctx.status = status;
  await show(ctx, deps, { typed: typedIn(ctx), errors });
}

type Shown = Readonly<{ typed: Readonly<Record<string, string>>; errors: FormErrors }>;

async function show(ctx: PageContext, deps: WebDeps, { typed, errors }: Shown): Promise<void> {
  const { tenantId } = principalOf(ctx);
  const { now, used, agents } = await inTenant(deps.orm, tenantId, async (em) => ({
    now: await readItsmSettings(em, tenantId),
    used: await numbersUsed(em),
    agents: (await agentsWithMail(em)).length,
  }));
  const next = formatNumber(now.ticketPrefix, used + 1);
  render(ctx, 'settings/itsm/views/itsm', {
    title: ctx.state.translator.t('settings.itsm.title'),
    errors,
    saved: 'saved' in ctx.query && errors.length === 0,
    prefix: typed['ticket_prefix'] ?? now.ticketPrefix,
    address: typed['queue_address'] ?? now.queueAddress ?? '',
    sender: typed['sender_name'] ?? now.senderName ?? '',
    replyTo: typed['reply_to'] ?? now.replyTo ?? '',
    language: typed['language'] ?? now.language ?? '',
    languageOptions: languageOptions(ctx.state.translator),
    timeZone: typed['time_zone'] ?? now.timeZone ?? '',
    timeZoneOptions: timeZoneOptions(now),
    seen: now,
    next,
    // What follows the prefix, for the preview during typing.
    nextEnd: next.slice(now.ticketPrefix.length),
    mails: mailsNote(now, agents),
  });
}

/** The languages that an organisation can choose, each by its own name for itself; '' is none. */
function languageOptions({ t }: Translator) {
  const choices = locales.map((value) => ({ value, label: languages[value] }));
  return [{ value: '', label: t('settings.itsm.language_of_browser') }, ...choices];
}

/** The time zones that an organisation can choose, and the one that it has; '' is UTC. */
function timeZoneOptions({ timeZone }: ItsmSettings) {
  const names = new Set([...timeZones, ...(timeZone === null ? [] : [timeZone])]);
  return [...names].map((name) => ({ value: name === 'UTC' ? '' : name, label: name }));
}

/** How many mails a new ticket uses (R16): one per recipient. */
function mailsNote({ queueAddress }: ItsmSettings, agents: number): Message {
  if (queueAddress !== null) return message('settings.itsm.mails.queue_address');
  return message('settings.itsm.mails.agents', { agents, mails: agents + 1 });
}
