import { type PageContext, pathPart } from '../../http/context.ts';
import { Problem } from '../../http/errors.ts';

export const keysPath = '/settings/api-keys';

/** The id in the path; what is no id is an address of nothing. */
export function keyIdIn(ctx: PageContext): string {
  const id = pathPart(ctx, 'id');
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) throw new Problem(404, 'not_found');
  return id.toLowerCase();
}
