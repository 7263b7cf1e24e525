import { type PageContext, pathPart } from '../../context.ts';
import { Problem } from '../../errors.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id in the path; what is no id is an address of nothing. */
export function userIdIn(ctx: PageContext): string {
  const id = pathPart(ctx, 'id');
  if (!uuid.test(id)) throw new Problem(404, 'not_found');
  return id.toLowerCase();
}

/** Where a person has their page in Settings. */
export function userPath(id: string): string {
  return `/settings/users/${id}`;
}
