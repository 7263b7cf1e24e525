import type { Language } from '../../domain/languages.ts';
import type { MailEvent } from '../../domain/notices.ts';
import type { TemplateKey } from '../../settings/mail-templates/mail-template.ts';
import type { OwnTemplate } from '../../domain/own-template.ts';
import type { RefusalText } from '../../domain/refusal.ts';
import { isMessageKey } from '../../locales/catalogue.ts';
import type { Sentence } from '../../locales/message.ts';
import { textOfDomain } from '../../locales/refusal-text.ts';
import type { TenantEm } from '../in-tenant.ts';

/** A version of a tenant's own mail template. `own` is null for a return to the built-in mail. */
export type TemplateVersion = Readonly<{
  version: number;
  own: OwnTemplate | null;
  savedAt: Date;
  savedBy: string;
  broken: Readonly<{ at: Date; why: Sentence }> | null;
}>;

/** The current version of a template, without its content. */
export type CurrentTemplate = Omit<TemplateVersion, 'own'> &
  Readonly<{ event: MailEvent; audience: 'reporter' | 'agents'; language: Language | '' }>;

type Row = {
  event: MailEvent;
  audience: 'reporter' | 'agents';
  language: Language | '';
  version: number;
  subject: string | null;
  html: string | null;
  text: string | null;
  saved_at: string;
  saved_by: string;
  broken_at: string | null;
  broken_why: string | null;
};

const facts = `t.event, t.audience, t.language, t.version, t.saved_at, u.name as saved_by, t.broken_at, t.broken_why`;
const columns = `${facts}, t.subject, t.html, t.text`;

/** All current own templates of the tenant. */
export async function readCurrentTemplates(em: TenantEm): Promise<CurrentTemplate[]> {
  const rows = await em.execute<Omit<Row, 'subject' | 'html' | 'text'>[]>(
    `select ${facts} from (
       select distinct on (v.event, v.audience, v.language) v.* from mail_template v
       order by v.event, v.audience, v.language, v.version desc) t
     join app_user u on u.tenant_id = t.tenant_id and u.id = t.saved_by
     where t.html is not null order by t.event, t.audience, t.language`,
  );
  return rows.map(({ event, audience, language, ...row }) => ({ ...factsFrom(row), event, audience, language }));
}

/** The versions of a template, newest first, at most 50. */
export async function readTemplateVersions(em: TenantEm, key: TemplateKey): Promise<TemplateVersion[]> {
  const rows = await em.execute<Row[]>(
    `select ${columns} from mail_template t join app_user u on u.tenant_id = t.tenant_id and u.id = t.saved_by
     where t.event = ? and t.audience = ? and t.language = ? order by t.version desc limit 50`,
    [key.event, key.audience, key.language],
  );
  return rows.map((row) => versionFrom(row));
}

/** A test mail that somebody sent to themselves, and its state. */
export type TestMailState = Readonly<{
  state: 'waiting' | 'retrying' | 'sent' | 'failed';
  at: Date;
  lastAnswer: string | null;
}>;

/** The person's newest test mail for the template, or null. */
export async function readLastTestMail(
  em: TenantEm,
  userId: string,
  { event, audience }: Pick<TemplateKey, 'event' | 'audience'>,
): Promise<TestMailState | null> {
  const [row] = await em.execute<{ state: TestMailState['state']; at: string; lastAnswer: string | null }[]>(
    `select m.state, coalesce(m.sent_at, m.created_at) as at, m.last_answer as "lastAnswer" from service_mail m
     where m.about_id = ? and m.kind = 'template_test' and m.fact->>'event' = ? and m.fact->>'audience' = ?
     order by m.created_at desc limit 1`,
    [userId, event, audience],
  );
  return row === undefined ? null : { ...row, at: new Date(row.at) };
}

function versionFrom({ subject, html, text, ...row }: Row): TemplateVersion {
  const own = subject === null || html === null || text === null ? null : { subject, html, text };
  return { ...factsFrom(row), own };
}

function factsFrom(row: Pick<Row, 'version' | 'saved_at' | 'saved_by' | 'broken_at' | 'broken_why'>) {
  const { broken_at: at, broken_why: why } = row;
  return {
    version: row.version,
    savedAt: new Date(row.saved_at),
    savedBy: row.saved_by,
    broken: at === null ? null : { at: new Date(at), why: whyFrom(why ?? '') },
  };
}

/** Why a template could not be used, as it is stored: once a sentence, now a key with its values, as JSON. */
function whyFrom(stored: string): Sentence {
  if (!stored.startsWith('{"key":')) return { verbatim: stored };
  const why = JSON.parse(stored) as RefusalText;
  return isMessageKey(why.key) ? textOfDomain(why) : { key: 'refusal.template.broken' };
}
