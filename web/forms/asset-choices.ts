import { z } from 'zod';
import type { TenantEm } from '../../src/db/in-tenant.ts';
import { type Asset, readAsset, readAssets } from '../../src/db/reading/assets.ts';
import { type KnownMovement, readMovement } from '../../src/db/reading/assets-of-ticket.ts';
import { assetLabel } from '../../src/domain/asset.ts';
import { assetLimit } from '../../src/domain/ticket.ts';
import type { MessageKey } from '../../src/locales/catalogue.ts';
import { isUuid } from '../../src/domain/uuid.ts';
import type { Message } from '../../src/locales/message.ts';
import { assetReaderOf } from './asset-reader.ts';
import type { PageContext, Principal } from '../http/context.ts';
import { Problem } from '../http/errors.ts';
import { tickedIn } from './form.ts';
import type { FormErrors } from './field-error.ts';
import { movementText } from '../page/movement-text.ts';
import type { LinksShown } from '../http/links-shown.ts';

/**
 * Stands for anything that is not an id: no asset or movement has it, so it is refused or ignored like one that does
 * not exist.
 */
const nothingAtAll = '00000000-0000-0000-0000-000000000000';

const knownAsId = (text: string): string => (isUuid(text) ? text.toLowerCase() : nothingAtAll);

/** Schema of the assets that a form names; only the database knows whether the person may name them. */
export const assetsField = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .catch(nothingAtAll)
  .transform((given) => [...new Set([given ?? []].flat().filter((id) => id !== ''))].map(knownAsId));

/** Schema of the movement that a form names, or none. */
export const movementField = z
  .string()
  .default('')
  .catch(nothingAtAll)
  .transform((given) => (given === '' ? null : knownAsId(given)));

/** An asset or a movement to tick. */
export type Choice<Label = string> = Readonly<{ value: string; label: Label }>;

/** The links that the form for a new ticket offers, and which are ticked. A movement is offered only if it is ticked. */
export type LinkChoices = Readonly<{
  label: MessageKey;
  hint: MessageKey | null;
  assets: readonly Choice[];
  ticked: readonly string[];
  movement: Choice<Message> | null;
}>;

/** The asset, and perhaps the movement, that a form's address names (`?asset=…&movement=…`). */
export type NamedLinks = Readonly<{ asset: Asset | null; movement: KnownMovement | null }>;

const aboutWhat = 'page.links.any';

const unnamed: NamedLinks = { asset: null, movement: null };

/**
 * What the address names, if the person may open it: any other asset gives 404, like one that does not exist. While
 * links are switched off, the address is ignored (R29).
 */
export async function linksInAddress(
  ctx: PageContext,
  em: TenantEm,
  principal: Principal,
  shown: LinksShown,
): Promise<NamedLinks> {
  const { asset: assetId, movement: movementId } = ctx.query;
  if (!shown.assets || assetId === undefined || assetId === '') return unnamed;
  const asset = await readAsset(em, assetReaderOf(principal), knownAsId(String(assetId)));
  if (asset === null) throw new Problem(404, 'not_found');
  if (!shown.movements || movementId === undefined || movementId === '') return { asset, movement: null };
  const movement = await readMovement(em, knownAsId(String(movementId)));
  if (movement === null || movement.assetId !== asset.id) throw new Problem(404, 'not_found');
  return { asset, movement };
}

/** The assets that the person holds, to choose from (R26). */
export async function heldAssets(em: TenantEm, userId: string): Promise<Asset[]> {
  const all = { search: null, category: null, holder: null, after: null };
  return readAssets(em, { userId, reach: 'held' }, all, assetLimit);
}

/** The assets and the movement that a form names, by their ids. */
export type NamedIds = Readonly<{ assetIds: readonly string[]; movementId: string | null }>;

/** The assets and the movement that the sent form names, to show them again. */
export function namedInForm(ctx: PageContext): NamedIds {
  return {
    assetIds: tickedIn(ctx, 'assets').map(knownAsId),
    movementId: tickedIn(ctx, 'movement').map(knownAsId)[0] ?? null,
  };
}

/**
 * The assets and the movement of a form for a new ticket, as boxes to tick: those that the form names, ticked, and
 * those that are `offered` too. What the person may not name is left out, and everything while links are hidden.
 */
export async function choicesOf(
  em: TenantEm,
  principal: Principal,
  shown: LinksShown,
  named: NamedIds,
  offered: readonly Asset[] = [],
): Promise<LinkChoices> {
  if (!shown.assets) return { label: aboutWhat, hint: null, assets: [], ticked: [], movement: null };
  const reader = assetReaderOf(principal);
  const known = new Map(offered.map((asset) => [asset.id, asset]));
  for (const id of named.assetIds.slice(0, assetLimit)) {
    const asset = known.get(id) ?? (await readAsset(em, reader, id));
    if (asset !== null) known.set(id, asset);
  }
  const ticked = named.assetIds.filter((id) => known.has(id));
  const own = offered.length > 0 && [...known.values()].every(({ holderId }) => holderId === principal.userId);
  const movement = named.movementId === null || !shown.movements ? null : await readMovement(em, named.movementId);
  return {
    label: own ? 'page.links.own' : aboutWhat,
    hint: own ? 'page.links.own_hint' : null,
    assets: [...known.values()].map((asset) => ({ value: asset.id, label: assetLabel(asset) })),
    ticked,
    movement:
      movement !== null && ticked.includes(movement.assetId)
        ? { value: movement.id, label: movementText(movement.label) }
        : null,
  };
}

/** Errors of links that are no longer offered (the asset is gone) count as errors of the form as a whole. */
export function errorsAtChoices(errors: FormErrors, { assets, movement }: LinkChoices): FormErrors {
  const isThere: Readonly<Record<string, boolean>> = { assets: assets.length > 0, movement: movement !== null };
  return errors.map((error) => (isThere[error.field] === false ? { ...error, field: '' } : error));
}
