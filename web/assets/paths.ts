import type { TimePlace } from '../../src/db/reading/asset-history.ts';
import { isUuid } from '../../src/domain/uuid.ts';
import { type PageContext, pathPart } from '../http/context.ts';
import { Problem } from '../http/errors.ts';

/** The asset's id in the path; what is no id is an address of nothing. */
export function assetIdIn(ctx: PageContext): string {
  const id = pathPart(ctx, 'id');
  if (!isUuid(id)) throw new Problem(404, 'not_found');
  return id.toLowerCase();
}

/** Where an asset has its page, or a part of it such as `/movements`. */
export function assetPath(id: string, part = ''): string {
  return `/assets/${id}${part}`;
}

/** Where a movement stands on its asset's page. */
export function movementPath(assetId: string, movementId: string): string {
  return `${assetPath(assetId, '/movements')}#m-${movementId}`;
}

/** A place in a list as the address carries it. */
export function placeToText({ at, id }: TimePlace): string {
  return `${at.getTime()}_${id}`;
}

/** The place that an address carries; null, the beginning, for what makes no sense. */
export function placeFromText(text: string): TimePlace | null {
  const [, at, id] = /^(\d{1,14})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text) ?? [];
  return id === undefined ? null : { at: new Date(Number(at)), id };
}
