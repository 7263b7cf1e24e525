import type { SearchAttributeUpdatePair } from '@temporalio/common';
import type { Ticket } from '../src/domain/ticket.ts';
import { searchAttributes } from '../src/temporal/search-attributes.ts';

/**
 * The search attributes that differ from those last published. Each costs an event and a write, so only these are sent.
 */
export function changedAttributes(before: Ticket | null, after: Ticket): SearchAttributeUpdatePair[] {
  const wanted = [
    { key: searchAttributes.number, from: before?.number, to: after.number },
    { key: searchAttributes.status, from: before?.status, to: after.status },
    { key: searchAttributes.type, from: before?.type, to: after.type },
    { key: searchAttributes.assignee, from: before?.assigneeId ?? null, to: after.assigneeId },
  ];
  return wanted.filter(({ from, to }) => from !== to).map(({ key, to }) => ({ key, value: to }));
}
