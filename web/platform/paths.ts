import { isUuid } from '../../src/domain/uuid.ts';
import { type PageContext, pathPart } from '../http/context.ts';
import { Problem } from '../http/errors.ts';

/** The id in the path; what is no id is an address of nothing. */
export function idInPath(ctx: PageContext): string {
  const id = pathPart(ctx, 'id');
  if (!isUuid(id)) throw new Problem(404, 'not_found');
  return id.toLowerCase();
}

/** Where a tenant has its page. */
export function tenantPath(tenantId: string): string {
  return `/platform/tenants/${tenantId}`;
}
