import type { Connection } from '@temporalio/client';
import { searchAttributeTypes } from './search-attributes.ts';

// The numbers of the types in the server's API (temporal.api.enums.v1.IndexedValueType).
const typeNumbers = { Keyword: 2 };

/**
 * Registers missing search attributes with a Temporal server that was not started by this program. Without them the
 * first ticket's workflow gets stuck. Idempotent.
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
