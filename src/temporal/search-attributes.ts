import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/**
 * What operators can filter by in the Temporal UI; registered with the namespace. Temporal stores them in plain text:
 * ids, no names.
 */
export const searchAttributes = {
  tenant: defineSearchAttributeKey('ItsmTenant', SearchAttributeType.KEYWORD),
  number: defineSearchAttributeKey('ItsmNumber', SearchAttributeType.KEYWORD),
  status: defineSearchAttributeKey('ItsmStatus', SearchAttributeType.KEYWORD),
  type: defineSearchAttributeKey('ItsmType', SearchAttributeType.KEYWORD),
  assignee: defineSearchAttributeKey('ItsmAssignee', SearchAttributeType.KEYWORD),
};

/** Names and types of the search attributes, for registering them with a server. */
export const searchAttributeTypes: Readonly<Record<string, 'Keyword'>> = Object.fromEntries(
  Object.values(searchAttributes).map((key) => [key.name, 'Keyword' as const]),
);
