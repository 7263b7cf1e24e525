import { isUuid } from '../../../src/domain/uuid.ts';
import { type PageContext, pathPart } from '../../http/context.ts';
import { Problem } from '../../http/errors.ts';

/** Where the groups are listed. */
export const groupsPath = '/settings/permissions';

/** The group's id in the path; what is no id is an address of nothing. */
export function groupIdIn(ctx: PageContext): string {
  return knownAsId(pathPart(ctx, 'id'));
}

/** The text as an id; 404 for what is none. */
export function knownAsId(text: string): string {
  if (!isUuid(text)) throw new Problem(404, 'not_found');
  return text.toLowerCase();
}

/** Where a group has its page. */
export function groupPath(id: string): string {
  return `${groupsPath}/${id}`;
}
