import { Connection, isGrpcServiceError } from '@temporalio/client';
import pg from 'pg';
import { registerSearchAttributes } from '../temporal/register-search-attributes.ts';
import { StartError } from './start-error.ts';

/** How long an external server may take to answer, in ms. */
const PATIENCE = 5000;

/** gRPC's status codes. */
const GRPC_DEADLINE_EXCEEDED = 4;
const GRPC_NOT_FOUND = 5;
const GRPC_UNAVAILABLE = 14;

/**
 * Makes sure that `url`, which `variable` gave, allows logging in to PostgreSQL.
 * @throws StartError
 */
export async function expectDatabase(url: string, variable: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: PATIENCE });
  try {
    await client.connect();
  } catch (error) {
    const { host, username, pathname } = new URL(url);
    const who = `${decodeURIComponent(username)} at ${host}${pathname}`;
    throw new StartError(
      `${variable} does not lead to a PostgreSQL database (${who}: ${messageOf(error)}): start the server or correct it.`,
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Makes sure that a Temporal server with this namespace answers at `address` (host:port), which TEMPORAL_ADDRESS gave,
 * and registers the product's search attributes with it.
 * @throws StartError
 */
export async function expectTemporal(address: string, namespace: string): Promise<void> {
  const connection = Connection.lazy({ address });
  try {
    await connection.withDeadline(Date.now() + PATIENCE, async () => {
      await connection.workflowService.describeNamespace({ namespace });
      await registerSearchAttributes(connection, namespace);
    });
  } catch (error) {
    throw new StartError(
      `TEMPORAL_ADDRESS ${address} does not lead to a Temporal server for us (${temporalReason(error, namespace)}): start the server or correct it.`,
    );
  } finally {
    await connection.close();
  }
}

function temporalReason(error: unknown, namespace: string): string {
  const code: number | undefined = isGrpcServiceError(error) ? error.code : undefined;
  if (code === GRPC_NOT_FOUND) return `it has no namespace "${namespace}"`;
  if (code === GRPC_DEADLINE_EXCEEDED || code === GRPC_UNAVAILABLE) return 'nothing answers there';
  return messageOf(error);
}

/** The first line of an error; an aggregate one, as for a host with two addresses, has no message itself. */
function messageOf(error: unknown): string {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  return (first instanceof Error ? first.message : String(first)).split('\n')[0] ?? '';
}
