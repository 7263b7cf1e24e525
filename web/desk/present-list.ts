import type { DeskCounts, DeskTicketRow, DeskView } from '../../src/db/reading/desk-tickets.ts';
import type { TicketType } from '../../src/domain/ticket.ts';
import { type DeskStatus, deskStatus } from './desk-status.ts';

export type ListLine = Readonly<{
  number: string;
  href: string;
  title: string;
  type: string;
  icon: string;
  status: DeskStatus;
  /** Who spoke last in public, and how it began. */
  preview: string | null;
  changedAt: Date;
}>;

export type ListTab = Readonly<{ label: string; href: string; count: number; current: boolean }>;

/** A type as reporters say it. */
export function plainType(type: TicketType): string {
  return type === 'incident' ? 'Problem' : 'Request';
}

export function typeIcon(type: TicketType): string {
  return type === 'incident' ? 'triangle-alert' : 'hand-helping';
}

/** A line of "my tickets". */
export function listLine(row: DeskTicketRow, readerId: string): ListLine {
  return {
    number: row.number,
    href: `/desk/${row.number}`,
    title: row.title,
    type: plainType(row.type),
    icon: typeIcon(row.type),
    status: deskStatus({ ...row, hasPublicReply: row.firstPublicReplyAt !== null }),
    preview: previewOf(row, readerId),
    changedAt: row.changedAt,
  };
}

/** The address of a list; of a search it says which tickets are meant. */
export function listHref(view: DeskView, q: string, after?: string): string {
  const search = new URLSearchParams({
    ...(view === 'all' || q !== '' || after !== undefined ? { view } : {}),
    ...(q === '' ? {} : { q }),
    ...(after === undefined ? {} : { after }),
  }).toString();
  return search === '' ? '/desk' : `/desk?${search}`;
}

export function listTabs(view: DeskView, counts: DeskCounts): ListTab[] {
  return [
    { label: 'Open', href: '/desk', count: counts.open, current: view === 'open' },
    { label: 'All', href: '/desk?view=all', count: counts.all, current: view === 'all' },
  ];
}

function previewOf({ lastMessage, lastSpeakerId, lastSpeakerName }: DeskTicketRow, readerId: string): string | null {
  if (lastMessage === null) return null;
  const speaker = lastSpeakerId === readerId ? 'You' : (lastSpeakerName ?? 'The support team');
  return `${speaker}: ${lastMessage.replace(/\s+/g, ' ').trim()}`;
}
