import { assetLabel } from '../../src/domain/asset.ts';
import type { Translator } from '../../src/locales/translator.ts';
import { assetPath, movementPath } from '../assets/paths.ts';
import { movementText } from '../page/movement-text.ts';
import { type LoadedLinks, othersShown } from './load-links.ts';
import type { LoadedTicket } from './load-ticket.ts';

/** The panels of the ticket's assets and movement; null while assets are not shown (R29). */
export function presentLinks({ ticket, links, linked }: LoadedTicket, translator: Translator) {
  if (!links.assets) return null;
  const { assets, others, movement, search } = linked;
  return {
    assets: assets.map(({ id, label, now: today }) => {
      const tickets = others.get(id) ?? [];
      return {
        id,
        label,
        href: today === null ? null : assetPath(id),
        now: today === label ? null : today,
        deleted: today === null,
        others: tickets.slice(0, othersShown),
        moreHref: tickets.length > othersShown ? `/tickets?asset=${id}` : null,
      };
    }),
    search: search && {
      q: search.q,
      found: search.found.map((asset) => ({
        id: asset.id,
        label: assetLabel(asset),
        place: [asset.holder, asset.location].filter((part) => part !== null).join(', '),
        linked: ticket.assetIds.includes(asset.id),
      })),
    },
    movement: movement && {
      label: translator.t(movementText(movement.label)),
      href: movement.exists ? movementPath(movement.assetId, movement.id) : null,
      asset: assets.find(({ id }) => id === movement.assetId)?.label ?? null,
    },
    movementId: movement?.id ?? '',
    movements: choices(linked, translator),
    showsMovements: links.movements && (movement !== null || linked.movements.length > 0),
  };
}

/** The movements to choose from, including the chosen one; if there are several assets, each says which it belongs to. */
function choices({ assets, movement, movements }: LoadedLinks, { t }: Translator): { value: string; label: string }[] {
  const listed = movements.map(({ id, label, asset }) => ({
    value: id,
    label: assets.length > 1 ? `${t(movementText(label))} · ${asset}` : t(movementText(label)),
  }));
  if (movement === null || listed.some(({ value }) => value === movement.id)) return listed;
  return [{ value: movement.id, label: t(movementText(movement.label)) }, ...listed];
}
