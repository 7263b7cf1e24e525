import type { TenantEm } from '../../src/db/in-tenant.ts';
import { AssetLinkEntity, TicketAssetEntity } from '../../src/db/ticket-entities.ts';
import { isFinal } from '../../src/domain/status.ts';
import type { AssetFact } from '../../src/host/assets/asset.ts';
import { recordAssetEvent } from '../../src/host/assets/asset-history.ts';
import type { CompletedEvents } from './complete-events.ts';
import type { SaveRequest } from './save-request.ts';

/**
 * Updates a ticket's links to its assets as the saved events say: the ticket's own list, which outlives the assets; the
 * links that protect them from deletion, which end with the ticket (R28); and each asset's history (R27).
 */
export async function writeAssetLinks(
  em: TenantEm,
  request: SaveRequest,
  { actor, ticket, facts }: CompletedEvents,
): Promise<void> {
  const { tenantId, ticketId } = request;
  const at = new Date(request.at);
  const record = (assetId: string, fact: AssetFact): Promise<void> =>
    recordAssetEvent(em, tenantId, { assetId, at, actor, fact });
  for (const fact of facts) {
    switch (fact.type) {
      case 'asset_linked': {
        const key = { tenantId, ticketId, assetId: fact.assetId };
        await em.insert(TicketAssetEntity, { ...key, textId: fact.label.id, linkedAt: at });
        if (!isFinal(ticket.status)) await em.insert(AssetLinkEntity, key);
        await record(fact.assetId, { kind: 'ticket_linked', ticketId });
        break;
      }
      case 'asset_unlinked': {
        const key = { tenantId, ticketId, assetId: fact.assetId };
        await em.nativeDelete(TicketAssetEntity, key);
        await em.nativeDelete(AssetLinkEntity, key);
        await record(fact.assetId, { kind: 'ticket_unlinked', ticketId });
        break;
      }
      case 'movement_linked':
      case 'movement_unlinked': {
        const kind = fact.type === 'movement_linked' ? 'movement_ticket_linked' : 'movement_ticket_unlinked';
        await record(fact.assetId, { kind, ticketId, movementId: fact.movementId });
        break;
      }
      default:
    }
  }
  if (isFinal(ticket.status) && ticket.assetIds.length > 0)
    await em.nativeDelete(AssetLinkEntity, { tenantId, ticketId });
}
