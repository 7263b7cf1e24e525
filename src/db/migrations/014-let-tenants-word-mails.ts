import { Migration } from '@mikro-orm/migrations';
import { keepToTenant } from '../migration-policies.ts';

/**
 * A tenant's settings for its mails: whose name they carry, where answers go, its own templates (R17) with all
 * versions, and in which language a person is addressed.
 */
export class LetTenantsWordMails extends Migration {
  override up(): void {
    this.addSql(`alter table itsm_settings add column sender_name text, add column reply_to text`);
    this.addSql(`alter table app_user add column language text not null default 'en' check (language ~ '^[a-z]{2}$')`);
    // The highest version is the current one. One without content is the return to the built-in mail; language '' is
    // any.
    this.addSql(`
      create table mail_template (
        tenant_id uuid not null references tenant (id),
        event text not null check (event in ('ticket.created', 'ticket.assigned', 'ticket.comment_added',
          'ticket.status_changed', 'ticket.resolved', 'ticket.closed')),
        audience text not null check (audience in ('reporter', 'agents')),
        language text not null check (language ~ '^([a-z]{2})?$'),
        version integer not null check (version > 0),
        subject text,
        html text,
        text text,
        saved_at timestamptz(3) not null,
        saved_by uuid not null,
        broken_at timestamptz(3),
        broken_why text,
        primary key (tenant_id, event, audience, language, version),
        foreign key (tenant_id, saved_by) references app_user (tenant_id, id),
        check (num_nulls(subject, html, text) in (0, 3)),
        check ((broken_at is null) = (broken_why is null))
      )`);
    for (const sql of keepToTenant('mail_template', 'select, insert')) this.addSql(sql);
    this.addSql(`grant update (broken_at, broken_why) on mail_template to uslimato_app`);
    this.addSql(`alter table service_mail drop constraint service_mail_kind_check`);
    this.addSql(`alter table service_mail add constraint service_mail_kind_check
      check (kind in ('invitation', 'password_reset', 'alert', 'template_test'))`);
  }

  override down(): void {
    this.addSql(`alter table service_mail no force row level security`);
    this.addSql(`delete from service_mail where kind = 'template_test'`);
    this.addSql(`alter table service_mail force row level security`);
    this.addSql(`alter table service_mail drop constraint service_mail_kind_check`);
    this.addSql(`alter table service_mail add constraint service_mail_kind_check
      check (kind in ('invitation', 'password_reset', 'alert'))`);
    this.addSql(`drop table mail_template`);
    this.addSql(`alter table app_user drop column language`);
    this.addSql(`alter table itsm_settings drop column sender_name, drop column reply_to`);
  }
}
