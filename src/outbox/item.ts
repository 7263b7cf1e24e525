import type { OutgoingMail } from './transport.ts';

/** The tables whose rows the outbox delivers. They have the columns of a delivery in common. */
export type OutboxTable = 'notice' | 'service_mail';

/**
 * A row that a worker holds while its lease lasts. `attempts` counts this claim too, and with it tells it from any other
 * claim of the same row; `triesBefore` are those from before it was tried anew (R20), at `triedSince`.
 */
export type Claim = Readonly<{
  tenantId: string;
  id: string;
  attempts: number;
  /** The month (UTC) that the mail is counted in already, or null. */
  countedMonth: string | null;
  /** An earlier attempt may have been delivered although nobody knows. */
  outcomeUnknown: boolean;
  triesBefore: number;
  triedSince: Date;
}>;

/** A claim of one of the tables. */
export type HeldItem = Readonly<{ table: OutboxTable; claim: Claim }>;

/** An item with the mail that it becomes. */
export type ReadyItem = HeldItem & Readonly<{ mail: OutgoingMail }>;

/**
 * A kind of item: how what is due is claimed, of all tenants, and how one tenant's claims become mails. Those that are not
 * to be sent are recorded by `prepare` and left out of what it gives.
 */
export type OutboxKind<Item extends Claim = Claim> = Readonly<{
  table: OutboxTable;
  claim(limits: Readonly<{ now: Date; leaseSeconds: number; atMost: number }>): Promise<Item[]>;
  prepare(tenantId: string, items: readonly Item[], now: Date): Promise<ReadyItem[]>;
}>;
