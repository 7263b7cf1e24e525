import type { DeskCounts, DeskTicketRow, DeskView } from '../../src/db/reading/desk-tickets.ts';
import type { TicketType } from '../../src/domain/ticket.ts';
import type { MessageKey } from '../../src/locales/catalogue.ts';
import type { Translator } from '../../src/locales/translator.ts';
import { type DeskStatus, deskStatus } from './desk-status.ts';

export type ListLine = Readonly<{
  number: string;
  href: string;
  title: string;
  type: MessageKey;
  icon: string;
  status: DeskStatus;
  /** Who spoke last in public, and how it began. */
  preview: string | null;
  changedAt: Date;
}>;

export type ListTab = Readonly<{ label: MessageKey; href: string; count: number; current: boolean }>;

/** A type as reporters say it. */
export function plainType(type: TicketType): MessageKey {
  return `desk.type.${type}`;
}

export function typeIcon(type: TicketType): string {
  return type === 'incident' ? 'triangle-alert' : 'hand-helping';
}

/** A line of "my tickets". */
export function listLine(translator: Translator, row: DeskTicketRow, readerId: string): ListLine {
  return {
    number: row.number,
    href: `/desk/${row.number}`,
    title: row.title,
    type: plainType(row.type),
    icon: typeIcon(row.type),
    status: deskStatus({ ...row, hasPublicReply: row.firstPublicReplyAt !== null }),
    preview: previewOf(translator, row, readerId),
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
    { label: 'desk.list.open', href: '/desk', count: counts.open, current: view === 'open' },
    { label: 'desk.list.all', href: '/desk?view=all', count: counts.all, current: view === 'all' },
  ];
}

function previewOf({ t }: Translator, row: DeskTicketRow, readerId: string): string | null {
  const { lastMessage, lastSpeakerId, lastSpeakerName } = row;
  if (lastMessage === null) return null;
  const speaker = lastSpeakerId === readerId ? t('desk.you') : (lastSpeakerName ?? t('desk.support_team'));
  return t('desk.list.preview', { speaker, message: lastMessage.replace(/\s+/g, ' ').trim() });
}
