import { Migration } from '@mikro-orm/migrations';

/**
 * The priority as a number, to sort by: the most urgent first, the oldest first among equals. Most tickets are finished
 * and rarely looked at, so the active ones have an index of their own.
 */
export class RankTicketsByPriority extends Migration {
  override up(): void {
    this.addSql(`alter table ticket add column priority_rank smallint not null generated always as (
      case priority when 'urgent' then 0 when 'high' then 1 when 'normal' then 2 else 3 end) stored`);
    this.addSql(`create index ticket_priority on ticket (tenant_id, priority_rank, created_at, id)`);
    this.addSql(`create index ticket_priority_active on ticket (tenant_id, priority_rank, created_at, id)
      where status in ('open', 'in_progress', 'resolved')`);
  }

  override down(): void {
    this.addSql(`alter table ticket drop column priority_rank`);
  }
}
