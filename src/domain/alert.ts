/**
 * What the platform team is alerted to: an exceeded quota, mails used up, or a counter that disagrees with the ledger.
 */
export type AlertKind =
  | 'agents_over_quota'
  | 'emails_over_quota'
  | 'emails_used_up'
  | 'mail_count_drift'
  /** A ticket's workflow was restarted: `period` is the ticket's number, `used` how many times within the last hour. */
  | 'ticket_healed'
  /**
   * More than `limit` tickets are stuck (`used` of them), so none is restarted automatically: `period` names the build.
   */
  | 'tickets_failing'
  /** `used` mails within an hour; from `limit` on, mails are skipped (mail-guard.ts). `period` is the day in UTC. */
  | 'mail_flood';
