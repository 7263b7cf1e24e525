import { Migration } from '@mikro-orm/migrations';

/** An active ticket may wait for nobody (R24). Lists of who waits longest end with these, and the index follows them. */
export class SortTicketsThatWaitForNobody extends Migration {
  override up(): void {
    this.addSql(`drop index ticket_waiting`);
    this.addSql(`create index ticket_waiting on ticket (tenant_id, waiting_for,
      coalesce(waiting_since, timestamptz '9999-12-31 23:59:59.999Z'), id) where waiting_for is not null`);
  }

  override down(): void {
    this.addSql(`drop index ticket_waiting`);
    this.addSql(`create index ticket_waiting on ticket (tenant_id, waiting_for, waiting_since, id)
      where waiting_for is not null`);
  }
}
