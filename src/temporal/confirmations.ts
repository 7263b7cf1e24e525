import type { Orm } from '../db/orm.ts';
import { confirmVersions, type TicketVersion } from '../db/upkeep/unconfirmed-tickets.ts';

/** Takes down which versions workflows have answered with, and has them recorded together. */
export type Confirmations = Readonly<{
  add(version: TicketVersion): void;
  /** Records what is still open, before the process ends. */
  close(): Promise<void>;
}>;

/** How long answers are collected before they are recorded together, in ms. */
const collectMs = 1_000;

/**
 * Whoever gets a workflow's answer knows that it has the version, and says so here: in one statement for all tickets of a
 * second. What is lost of it, when the process or the database dies, costs a reminder by the refresh schedule.
 */
export function createConfirmations(orm: Orm): Confirmations {
  let open = new Map<string, TicketVersion>();
  let timer: NodeJS.Timeout | undefined;

  async function record(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const versions = [...open.values()];
    open = new Map();
    if (versions.length > 0) await confirmVersions(orm, versions).catch(() => {});
  }

  return {
    add(version) {
      const known = open.get(version.ticketId);
      if (known === undefined || known.version < version.version) open.set(version.ticketId, version);
      timer ??= setTimeout(() => void record(), collectMs);
    },
    close: record,
  };
}
