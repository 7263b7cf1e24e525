import type { SettingsChangeKind, SettingValue } from '../../host/tenants/settings-change.ts';
import type { TenantEm } from '../in-tenant.ts';

/** One entry of the settings log. `about` is the name of the person that it concerns, `subject` that of a group. */
export type LoggedChange = Readonly<{
  sequence: number;
  at: Date;
  by: string;
  kind: SettingsChangeKind;
  userId: string | null;
  about: string | null;
  subject: string | null;
  before: SettingValue;
  after: SettingValue;
}>;

/** The log, newest first: entries of these kinds (all if empty), older than the entry with the sequence `before`. */
export async function readSettingsLog(
  em: TenantEm,
  asked: { kinds: readonly SettingsChangeKind[]; before: number | null; limit: number },
): Promise<LoggedChange[]> {
  const rows = await em.execute<(Omit<LoggedChange, 'at' | 'sequence'> & { at: Date | string; sequence: string })[]>(
    `select c.sequence, c.at, b.name as by, c.kind, c.user_id as "userId", u.name as about, c.subject, c.before, c.after
     from settings_change c
     join app_user b on b.tenant_id = c.tenant_id and b.id = c.by_id
     left join app_user u on u.tenant_id = c.tenant_id and u.id = c.user_id
     where (?::text[] = '{}' or c.kind = any(?::text[])) and (?::bigint is null or c.sequence < ?::bigint)
     order by c.sequence desc limit ?`,
    [arrayOf(asked.kinds), arrayOf(asked.kinds), asked.before, asked.before, asked.limit],
  );
  return rows.map((row) => ({ ...row, sequence: Number(row.sequence), at: new Date(row.at) }));
}

function arrayOf(kinds: readonly string[]): string {
  return `{${kinds.join(',')}}`;
}
