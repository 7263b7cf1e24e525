import { isUuid } from '../../../src/domain/uuid.ts';
import { type PageContext, pathPart } from '../../http/context.ts';
import { Problem } from '../../http/errors.ts';

/** The id in the path; what is no id is an address of nothing. */
export function userIdIn(ctx: PageContext): string {
  const id = pathPart(ctx, 'id');
  if (!isUuid(id)) throw new Problem(404, 'not_found');
  return id.toLowerCase();
}

/** Where a person has their page in Settings. */
export function userPath(id: string): string {
  return `/settings/users/${id}`;
}
