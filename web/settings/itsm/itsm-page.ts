import { z } from 'zod';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { formatNumber, checkPrefix } from '../../../src/domain/numbering.ts';
import { checkName } from '../../../src/domain/text.ts';
import { Refused } from '../../../src/domain/refusal.ts';
import { agentsWithMail } from '../../../src/host/permissions/agents.ts';
import { refusalText } from '../../../src/locales/refusal-text.ts';
import {
  changeItsmSettings,
  type ItsmSettings,
  numbersUsed,
  readItsmSettings,
} from '../../../src/settings/itsm-settings.ts';
import { isMailAddress } from '../../../src/mail/address.ts';
import { type PageContext, principalOf, type WebDeps } from '../../http/context.ts';
import { refusalStatus } from '../../http/errors.ts';
import { errorsOf, readForm, ruledField, textField, typedIn } from '../../forms/form.ts';
import type { FormErrors } from '../../forms/field-error.ts';
import { packed } from '../../forms/packed-text.ts';
import { render } from '../../page/render.ts';
import type { Handler } from '../../http/route.ts';
import { seeOther } from '../../http/redirect.ts';

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

const senderField = textField.transform((text, ctx) => {
  if (text.trim() === '') return null;
  const name = checkName(text, 'sender_name', 'refusal.name.sender');
  if (name.ok) return name.value;
  ctx.addIssue({ code: 'custom', message: packed(refusalText(name.refusal)) });
  return z.NEVER;
});

/** The value of a field when the page was loaded; empty means none. */
const seenField = textField.transform((text) => (text === '' ? null : text));

const form = z.object({
  ticket_prefix: ruledField(checkPrefix),
  queue_address: addressField,
  sender_name: senderField,
  reply_to: addressField,
  seen_ticket_prefix: textField,
  seen_queue_address: seenField,
  seen_sender_name: seenField,
  seen_reply_to: seenField,
});

/** GET /settings/itsm: the settings as they are. */
export function itsmPage(deps: WebDeps): Handler {
  return (ctx) => show(ctx, deps, { typed: {}, errors: [] });
}

/** POST /settings/itsm: saves the changes; if somebody else has changed the same fields meanwhile, the person decides. */
export function saveItsm(deps: WebDeps): Handler {
  return async (ctx) => {
    const read = readForm(ctx, form);
    if (!read.ok) return showAgain(ctx, deps, 422, read.errors);
    const { value } = read;
    const { tenantId, userId: by } = principalOf(ctx);
    const wanted: ItsmSettings = {
      ticketPrefix: value.ticket_prefix,
      queueAddress: value.queue_address,
      senderName: value.sender_name,
      replyTo: value.reply_to,
    };
    const seen: ItsmSettings = {
      ticketPrefix: value.seen_ticket_prefix,
      queueAddress: value.seen_queue_address,
      senderName: value.seen_sender_name,
      replyTo: value.seen_reply_to,
    };
    try {
      await inTenant(deps.orm, tenantId, (em) => changeItsmSettings(em, tenantId, { wanted, seen, by }));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { refusal } = error;
      const errors = errorsOf(refusal, ['ticket_prefix', 'queue_address', 'sender_name', 'reply_to']);
      return showAgain(ctx, deps, refusalStatus(refusal.code), errors);
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
    title: 'ITSM settings',
    errors,
    saved: 'saved' in ctx.query && errors.length === 0,
    prefix: typed['ticket_prefix'] ?? now.ticketPrefix,
    address: typed['queue_address'] ?? now.queueAddress ?? '',
    sender: typed['sender_name'] ?? now.senderName ?? '',
    replyTo: typed['reply_to'] ?? now.replyTo ?? '',
    seen: now,
    next,
    // What follows the prefix, for the preview during typing.
    nextEnd: next.slice(now.ticketPrefix.length),
    mails: mailsNote(now, agents),
  });
}

/** How many mails a new ticket uses (R16): one per recipient. */
function mailsNote({ queueAddress }: ItsmSettings, agents: number): string {
  if (queueAddress !== null) return 'A new ticket uses 2 mails: one to its reporter, one to the queue address.';
  if (agents === 0)
    return 'A new ticket uses 1 mail, to its reporter: there is no queue address, and no agent to mail.';
  const each = agents === 1 ? 'one to the only agent' : `one to each of the ${agents} agents`;
  return `A new ticket uses ${agents + 1} mails: one to its reporter, ${each}. With a queue address it uses 2.`;
}
