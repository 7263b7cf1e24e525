/** What the platform team is alerted to: an overrun of a quota, mails used up, or a count that is not the ledger's. */
export type AlertKind =
  | 'agents_over_quota'
  | 'emails_over_quota'
  | 'emails_used_up'
  | 'mail_count_drift'
  /** A ticket's workflow was restarted: `period` is the ticket's number, `used` how often within an hour. */
  | 'ticket_healed'
  /** More tickets than `limit` cannot go on (`used`), and none is restarted by itself: `period` names the build. */
  | 'tickets_failing'
  /** So many mails within an hour (`used`) that from `limit` on they are skipped (mail-guard.ts): `period` is the day, UTC. */
  | 'mail_flood';
