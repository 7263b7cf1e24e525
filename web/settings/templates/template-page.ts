import { z } from 'zod';
import { inTenant } from '../../../src/db/in-tenant.ts';
import {
  readLastTestMail,
  readTemplateVersions,
  type TemplateVersion,
  type TestMailState,
} from '../../../src/db/reading/settings-templates.ts';
import { hasFlag } from '../../../src/domain/licence.ts';
import { placeholders } from '../../../src/domain/placeholders.ts';
import type { OwnTemplate } from '../../../src/domain/own-template.ts';
import type { MessageKey } from '../../../src/locales/catalogue.ts';
import { starterTemplate } from '../../../src/mail/starter-template.ts';
import { emptyPlaceholders, type MailKind } from '../../../src/mail/kinds.ts';
import { type PageContext, principalOf, type WebDeps } from '../../http/context.ts';
import { commandIdFor, readQuery } from '../../forms/form.ts';
import type { FormErrors } from '../../forms/field-error.ts';
import { render } from '../../page/render.ts';
import type { Handler } from '../../http/route.ts';
import { framePreviews } from '../../http/security-headers.ts';
import { flashIn } from './flash.ts';
import { typedTemplate } from './form.ts';
import { mailInPath, templatePath } from './paths.ts';
import { languageOptions, mailLabels } from './labels.ts';

const query = z.object({ version: z.coerce.number().int().positive().nullable().catch(null).default(null) });

/** GET /settings/itsm/templates/:mail: a mail template to edit, in the language `?language=`, or an earlier `?version=`. */
export function templatePage(deps: WebDeps): Handler {
  return (ctx) => showTemplate(ctx, deps, null);
}

/** Why a form failed; `commandId` is kept if sending it again means the same. */
export type FailedTemplate = Readonly<{ status: number; errors: FormErrors; commandId?: string }>;

/** Answers with the page of the mail in the path, as it is or with the form that failed as it was sent. */
export async function showTemplate(ctx: PageContext, { orm }: WebDeps, failed: FailedTemplate | null): Promise<void> {
  const { tenantId, userId, email, licence } = principalOf(ctx);
  const { kind, key } = mailInPath(ctx);
  const { translator } = ctx.state;
  const { versions, test } = await inTenant(orm, tenantId, async (em) => ({
    versions: await readTemplateVersions(em, key),
    test: await readLastTestMail(em, userId, key),
  }));
  const { version: wanted } = readQuery(ctx, query);
  const latest = versions[0];
  const old = wanted === null ? undefined : versions.find(({ version }) => version === wanted);
  const typed: OwnTemplate = typedTemplate(ctx) ?? old?.own ?? latest?.own ?? starterTemplate(kind, key.language);
  if (failed !== null) ctx.status = failed.status;
  framePreviews(ctx);
  const path = `/settings/itsm/templates/${kind}`;
  render(ctx, 'settings/templates/views/template', {
    title: translator.t(mailLabels[kind].name),
    errors: failed?.errors ?? [],
    flash: flashIn(ctx),
    path,
    when: mailLabels[kind].when,
    language: key.language,
    languageOptions: languageOptions(translator),
    seenVersion: latest?.version ?? 0,
    commandId: failed?.commandId ?? commandIdFor(ctx),
    isOwn: latest?.own != null,
    broken: latest?.broken ?? null,
    shown: old?.own == null || typedTemplate(ctx) !== null ? null : { savedAt: old.savedAt, savedBy: old.savedBy },
    typed,
    names: placeholderList(kind),
    email,
    mailsOff: !hasFlag(licence, 'email_notifications', ctx.state.now),
    test: test === null ? null : { ...test, label: testLabels[test.state] },
    versions: versions.map((version, index) => versionLine(version, templatePath(kind, key.language), index === 0)),
  });
}

function placeholderList(kind: MailKind) {
  return placeholders.map((name) => ({ name, empty: emptyPlaceholders[kind]?.includes(name) ?? false }));
}

function versionLine({ version, own, savedAt, savedBy }: TemplateVersion, path: string, isCurrent: boolean) {
  const href = `${path}${path.includes('?') ? '&' : '?'}version=${version}`;
  return {
    savedAt,
    savedBy,
    isCurrent,
    subject: own?.subject ?? null,
    href: own === null || isCurrent ? null : href,
  };
}

const testLabels: Readonly<Record<TestMailState['state'], MessageKey>> = {
  waiting: 'settings.templates.test.waiting',
  retrying: 'settings.templates.test.retrying',
  sent: 'settings.templates.test.sent',
  failed: 'settings.templates.test.failed',
};
