import type { OutgoingMail } from './transport.ts';

/** The tables whose rows the outbox delivers. They share the columns of a delivery. */
export type OutboxTable = 'notice' | 'service_mail';

/**
 * A row that a worker holds while its lease lasts. `attempts` includes this claim, which distinguishes it from any
 * other claim of the same row; `triesBefore` are those from before it was requested again (R20), at `triedSince`.
 */
export type Claim = Readonly<{
  tenantId: string;
  id: string;
  attempts: number;
  /** The month (UTC) in which the mail is already counted, or null. */
  countedMonth: string | null;
  /** An earlier attempt may have been delivered without anybody knowing. */
  outcomeUnknown: boolean;
  triesBefore: number;
  triedSince: Date;
}>;

/** A claim of one of the tables. */
export type HeldItem = Readonly<{ table: OutboxTable; claim: Claim }>;

/** An item with its mail. */
export type ReadyItem = HeldItem & Readonly<{ mail: OutgoingMail }>;

/**
 * A kind of item: how due items are claimed, over all tenants, and how one tenant's claims become mails. Those that are
 * not to be sent are recorded by `prepare` and left out of its result.
 */
export type OutboxKind<Item extends Claim = Claim> = Readonly<{
  table: OutboxTable;
  claim(limits: Readonly<{ now: Date; leaseSeconds: number; atMost: number }>): Promise<Item[]>;
  prepare(tenantId: string, items: readonly Item[], now: Date): Promise<ReadyItem[]>;
}>;
