import { z } from 'zod';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { formatNumber, checkPrefix } from '../../../src/domain/numbering.ts';
import { Refused } from '../../../src/domain/refusal.ts';
import { agentsWithMail } from '../../../src/host/permissions/agents.ts';
import {
  changeItsmSettings,
  type ItsmSettings,
  numbersUsed,
  readItsmSettings,
} from '../../../src/host/tenants/itsm-settings.ts';
import { isMailAddress } from '../../../src/mail/address.ts';
import { type PageContext, principalOf, type WebDeps } from '../../context.ts';
import { refusalStatus } from '../../errors.ts';
import { errorsOf, type FormErrors, readForm, ruledField, textField, typedIn } from '../../forms.ts';
import { render } from '../../rendering.ts';
import type { Handler } from '../../route.ts';

const addressField = textField.transform((text, ctx) => {
  const address = text.trim();
  if (address === '') return null;
  if (isMailAddress(address)) return address;
  ctx.addIssue({
    code: 'custom',
    message: 'Enter one mail address, such as it-support@example.org, or leave it empty.',
  });
  return z.NEVER;
});

const form = z.object({
  ticket_prefix: ruledField(checkPrefix),
  queue_address: addressField,
  seen_ticket_prefix: textField,
  seen_queue_address: textField,
});

/** GET /settings/itsm: the settings as they are. */
export function itsmPage(deps: WebDeps): Handler {
  return (ctx) => show(ctx, deps, { typed: {}, errors: [] });
}

/** POST /settings/itsm: saves what was changed; what somebody else has changed meanwhile is put to the person. */
export function saveItsm(deps: WebDeps): Handler {
  return async (ctx) => {
    const read = readForm(ctx, form);
    if (!read.ok) return showAgain(ctx, deps, 422, read.errors);
    const { value } = read;
    const { tenantId, userId: by } = principalOf(ctx);
    const wanted: ItsmSettings = { ticketPrefix: value.ticket_prefix, queueAddress: value.queue_address };
    const seen: ItsmSettings = {
      ticketPrefix: value.seen_ticket_prefix,
      queueAddress: value.seen_queue_address === '' ? null : value.seen_queue_address,
    };
    try {
      await inTenant(deps.orm, tenantId, (em) => changeItsmSettings(em, tenantId, { wanted, seen, by }));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { refusal } = error;
      const errors = errorsOf(refusal, ['ticket_prefix', 'queue_address']);
      return showAgain(ctx, deps, refusalStatus(refusal.code), errors);
    }
    ctx.status = 303;
    ctx.redirect('/settings/itsm?saved');
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
    title: 'ITSM settings',
    errors,
    saved: 'saved' in ctx.query && errors.length === 0,
    prefix: typed['ticket_prefix'] ?? now.ticketPrefix,
    address: typed['queue_address'] ?? now.queueAddress ?? '',
    seen: { prefix: now.ticketPrefix, address: now.queueAddress ?? '' },
    next,
    // What follows the prefix, for the preview while somebody types.
    nextEnd: next.slice(now.ticketPrefix.length),
    mails: mailsWords(now, agents),
  });
}

/** How many mails a new ticket uses (R16): each recipient is one. */
function mailsWords({ queueAddress }: ItsmSettings, agents: number): string {
  if (queueAddress !== null) return 'A new ticket uses 2 mails: one to its reporter, one to the queue address.';
  if (agents === 0)
    return 'A new ticket uses 1 mail, to its reporter: there is no queue address, and no agent to mail.';
  const each = agents === 1 ? 'one to the only agent' : `one to each of the ${agents} agents`;
  return `A new ticket uses ${agents + 1} mails: one to its reporter, ${each}. With a queue address it uses 2.`;
}
