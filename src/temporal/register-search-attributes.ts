import type { Connection } from '@temporalio/client';
import { searchAttributeTypes } from './search-attributes.ts';

// As the server's API numbers its types (temporal.api.enums.v1.IndexedValueType).
const typeNumbers = { Keyword: 2 };

/**
 * Registers the search attributes with a Temporal server that was not started by this program, those that are missing;
 * without them the first ticket's workflow gets stuck. May be repeated.
 */
export async function registerSearchAttributes(connection: Connection, namespace: string): Promise<void> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = Object.entries(searchAttributeTypes).filter(([name]) => !(name in customAttributes));
  if (missing.length === 0) return;
  await connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(missing.map(([name, type]) => [name, typeNumbers[type]])),
  });
}
