import { Migration } from '@mikro-orm/migrations';

/** The ticket, its history, its texts and its notices. */
export class CreateTicketTables extends Migration {
  override up(): void {
    this.addSql(`
      create table ticket_counter (
        tenant_id uuid primary key references tenant (id),
        last bigint not null default 0 check (last >= 0)
      )`);
    this.addSql(`
      create table ticket (
        tenant_id uuid not null references tenant (id),
        id uuid not null,
        number text not null,
        version integer not null check (version > 0),
        confirmed_version integer not null default 0,
        sequence integer not null check (sequence > 0),
        last_hash bytea not null,
        type text not null check (type in ('incident', 'service_request')),
        title text not null check (char_length(title) between 1 and 200),
        description_text_id uuid not null,
        status text not null check (status in ('open', 'in_progress', 'resolved', 'closed', 'cancelled')),
        priority text not null check (priority in ('low', 'normal', 'high', 'urgent')),
        channel text not null check (channel in ('desk', 'agent', 'asset', 'api', 'mail', 'import')),
        external_ref text,
        follow_up_of uuid,
        reporter_id uuid not null,
        assignee_id uuid,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        resolved_at timestamptz(3),
        finished_at timestamptz(3),
        first_public_reply_at timestamptz(3),
        last_public_at timestamptz(3) not null,
        last_public_side text not null check (last_public_side in ('reporter', 'agent')),
        waiting_for text check (waiting_for in ('reporter', 'agent')),
        waiting_since timestamptz(3),
        reopened_count integer not null default 0,
        resolution_answer text check (resolution_answer in ('solved', 'still_broken')),
        withdrawal_requested_at timestamptz(3),
        primary key (tenant_id, id),
        unique (tenant_id, number),
        unique (tenant_id, external_ref),
        foreign key (tenant_id, reporter_id) references app_user (tenant_id, id),
        foreign key (tenant_id, assignee_id) references app_user (tenant_id, id),
        foreign key (tenant_id, follow_up_of) references ticket (tenant_id, id),
        check (status <> 'open' or assignee_id is null),
        check ((finished_at is not null) = (status in ('closed', 'cancelled')))
      )`);
    this.addSql(`create index ticket_updated on ticket (tenant_id, updated_at desc, id desc)`);
    this.addSql(`create index ticket_created on ticket (tenant_id, created_at desc, id desc)`);
    this.addSql(`create index ticket_status on ticket (tenant_id, status, updated_at desc, id desc)`);
    this.addSql(`create index ticket_assignee on ticket (tenant_id, assignee_id, updated_at desc, id desc)`);
    this.addSql(`create index ticket_reporter on ticket (tenant_id, reporter_id, updated_at desc, id desc)`);
    this.addSql(`create index ticket_waiting on ticket (tenant_id, waiting_for, waiting_since, id)
      where waiting_for is not null`);
    this.addSql(`create index ticket_follow_up on ticket (tenant_id, follow_up_of) where follow_up_of is not null`);
    this.addSql(`create index ticket_unconfirmed on ticket (updated_at) where confirmed_version < version`);
    this.addSql(`
      create table ticket_text (
        tenant_id uuid not null,
        id uuid not null,
        ticket_id uuid not null,
        kind text not null check (kind in ('title', 'description', 'comment', 'reason')),
        body text not null,
        salt bytea not null,
        primary key (tenant_id, id),
        foreign key (tenant_id, ticket_id) references ticket (tenant_id, id) deferrable initially deferred
      )`);
    this.addSql(`create index ticket_text_ticket on ticket_text (tenant_id, ticket_id)`);
    this.addSql(`alter table ticket add foreign key (tenant_id, description_text_id)
      references ticket_text (tenant_id, id) deferrable initially deferred`);
    this.addSql(`
      create table ticket_event (
        tenant_id uuid not null,
        ticket_id uuid not null,
        sequence integer not null check (sequence > 0),
        version integer not null,
        type text not null,
        audience text not null check (audience in ('public', 'agents')),
        actor_kind text not null check (actor_kind in ('user', 'integration', 'mail_link', 'system', 'operator')),
        actor_id text not null,
        occurred_at timestamptz(3) not null,
        recorded_at timestamptz(3) not null,
        command_id text not null,
        text_id uuid,
        fact jsonb not null,
        canonical text not null,
        hash bytea not null,
        primary key (tenant_id, ticket_id, sequence),
        foreign key (tenant_id, ticket_id) references ticket (tenant_id, id),
        foreign key (tenant_id, text_id) references ticket_text (tenant_id, id)
      )`);
    this.addSql(`
      create table ticket_command (
        tenant_id uuid not null,
        ticket_id uuid not null,
        id text not null,
        fingerprint text not null,
        version integer not null,
        first_sequence integer not null,
        last_sequence integer not null,
        recorded_at timestamptz(3) not null,
        primary key (tenant_id, ticket_id, id),
        foreign key (tenant_id, ticket_id) references ticket (tenant_id, id)
      )`);
    this.addSql(`
      create table notice (
        tenant_id uuid not null,
        id uuid not null,
        ticket_id uuid not null,
        event_sequence integer not null,
        event text not null check (event in ('ticket.created', 'ticket.assigned', 'ticket.comment_added',
          'ticket.status_changed', 'ticket.resolved', 'ticket.closed')),
        audience text not null check (audience in ('reporter', 'agents')),
        recipient_id uuid,
        recipient_address text,
        text_id uuid,
        text_role text check (text_role in ('description', 'reply', 'solution', 'reason')),
        status text not null,
        assignee_id uuid,
        state text not null check (state in ('waiting', 'retrying', 'sent', 'failed', 'dropped', 'skipped')),
        skip_reason text check (skip_reason in
          ('own_action', 'flag_off', 'not_licensed', 'no_recipient', 'inactive_user', 'told_already')),
        attempts integer not null default 0,
        next_try_at timestamptz(3),
        leased_until timestamptz(3),
        last_answer text,
        message_id text not null,
        created_at timestamptz(3) not null,
        sent_at timestamptz(3),
        primary key (tenant_id, id),
        unique (tenant_id, message_id),
        foreign key (tenant_id, ticket_id) references ticket (tenant_id, id),
        foreign key (tenant_id, recipient_id) references app_user (tenant_id, id),
        foreign key (tenant_id, text_id) references ticket_text (tenant_id, id),
        check ((state in ('waiting', 'retrying')) = (next_try_at is not null)),
        check ((state = 'skipped') = (skip_reason is not null))
      )`);
    this.addSql(`create index notice_ticket on notice (tenant_id, ticket_id, created_at)`);
    this.addSql(`create index notice_due on notice (next_try_at) where next_try_at is not null`);
    this.addSql(`
      create table ticket_count (
        id bigint generated always as identity,
        tenant_id uuid not null references tenant (id),
        status text not null,
        assignee_id uuid,
        waiting_for text,
        n integer not null,
        primary key (tenant_id, id)
      )`);
    this.addSql(`
      create table ticket_seen (
        tenant_id uuid not null,
        user_id uuid not null,
        ticket_id uuid not null,
        sequence integer not null,
        primary key (tenant_id, user_id, ticket_id),
        foreign key (tenant_id, user_id) references app_user (tenant_id, id),
        foreign key (tenant_id, ticket_id) references ticket (tenant_id, id)
      )`);
  }

  override down(): void {
    this.addSql(`drop table ticket_seen, ticket_count, notice, ticket_command, ticket_event`);
    this.addSql(`drop table ticket, ticket_text cascade`);
    this.addSql(`drop table ticket_counter`);
  }
}
