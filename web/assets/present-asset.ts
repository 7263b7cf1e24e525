import type { Asset } from '../../src/db/reading/assets.ts';
import type { AssetTicket } from '../../src/db/reading/tickets-of-asset.ts';
import type { Translator } from '../../src/locales/translator.ts';
import { assetPath } from './paths.ts';
import type { TicketReader } from './readers.ts';
import { categoryIcons, categoryLabel } from './labels.ts';

/** An asset as a list and its own page show it. */
export function presentAsset({ t }: Translator, asset: Asset, readerId: string) {
  const { id, name, inventoryNumber, category, serialNumber, holder, holderId, location } = asset;
  return {
    id,
    name,
    inventoryNumber,
    href: assetPath(id),
    category: t(categoryLabel(category)),
    icon: categoryIcons[category],
    serialNumber,
    holder: holderId === readerId ? t('assets.holder.you') : holder,
    isMine: holderId === readerId,
    location,
    createdAt: asset.createdAt,
    updatedAt: asset.updatedAt,
  };
}

/** Tickets as lines that link to the reader's page of each. */
export function presentTickets(tickets: readonly AssetTicket[], reader: TicketReader) {
  return tickets.map((ticket) => ({ ...ticket, href: reader.href(ticket.number) }));
}
