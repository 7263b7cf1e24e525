import { Migration } from '@mikro-orm/migrations';

const before = `'own_action', 'flag_off', 'not_licensed', 'no_recipient', 'inactive_user', 'told_already'`;

/** A failed mail can be requested again by an agent, and is then like a new one; and two more reasons to send none. */
export class SendMailsAgain extends Migration {
  override up(): void {
    this.addSql(`alter table notice
      add column asked_again_at timestamptz(3),
      add column asked_again_by uuid,
      add column tries_before integer not null default 0,
      add foreign key (tenant_id, asked_again_by) references app_user (tenant_id, id),
      add check ((asked_again_at is null) = (asked_again_by is null))`);
    this.addSql(`alter table notice drop constraint notice_skip_reason_check`);
    this.addSql(`alter table notice add constraint notice_skip_reason_check
      check (skip_reason in (${before}, 'own_address', 'too_many'))`);
  }

  override down(): void {
    this.addSql(`alter table notice no force row level security`);
    this.addSql(`update notice set skip_reason = 'no_recipient' where skip_reason in ('own_address', 'too_many')`);
    this.addSql(`alter table notice force row level security`);
    this.addSql(`alter table notice drop constraint notice_skip_reason_check`);
    this.addSql(`alter table notice add constraint notice_skip_reason_check check (skip_reason in (${before}))`);
    this.addSql(`alter table notice drop column asked_again_at, drop column asked_again_by, drop column tries_before`);
  }
}
