import { Migration } from '@mikro-orm/migrations';

const kinds = `'agents_over_quota', 'emails_over_quota', 'emails_used_up', 'mail_count_drift', 'ticket_healed',
  'tickets_failing'`;
const reasons = `'own_action', 'flag_off', 'not_licensed', 'no_recipient', 'inactive_user', 'told_already', 'own_address',
  'too_many'`;

/** More mails than usual within an hour: an alert, and reasons to send no more of them. */
export class TellMailFloods extends Migration {
  override up(): void {
    this.setKinds(`${kinds}, 'mail_flood'`);
    this.setReasons(`${reasons}, 'too_many_to_person', 'too_many_by_actor', 'too_many_of_tenant'`);
  }

  override down(): void {
    for (const table of ['platform_alert', 'notice']) this.addSql(`alter table ${table} no force row level security`);
    this.addSql(`delete from platform_alert where kind = 'mail_flood'`);
    this.addSql(`update notice set skip_reason = 'too_many' where skip_reason like 'too_many_%'`);
    for (const table of ['platform_alert', 'notice']) this.addSql(`alter table ${table} force row level security`);
    this.setKinds(kinds);
    this.setReasons(reasons);
  }

  private setKinds(list: string): void {
    this.addSql(`alter table platform_alert drop constraint platform_alert_kind_check`);
    this.addSql(`alter table platform_alert add constraint platform_alert_kind_check check (kind in (${list}))`);
  }

  private setReasons(list: string): void {
    this.addSql(`alter table notice drop constraint notice_skip_reason_check`);
    this.addSql(`alter table notice add constraint notice_skip_reason_check check (skip_reason in (${list}))`);
  }
}
