import type { Orm } from '../db/orm.ts';
import { confirmVersions, type TicketVersion } from '../db/upkeep/unconfirmed-tickets.ts';

/** Collects the versions that workflows have answered with, and records them together. */
export type Confirmations = Readonly<{
  add(version: TicketVersion): void;
  /** Records what is still pending, before the process ends. */
  close(): Promise<void>;
}>;

/** How long answers are collected before they are recorded together, in ms. */
const collectMs = 1_000;

/**
 * A workflow that has answered with a version knows that version. This records such answers: in one statement for all
 * tickets of a second. Whatever is lost when the process or the database dies costs one reminder by the refresh
 * schedule.
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
