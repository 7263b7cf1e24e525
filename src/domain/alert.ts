/** What the platform team is alerted to: an overrun of a quota, mails used up, or a count that is not the ledger's. */
export type AlertKind = 'agents_over_quota' | 'emails_over_quota' | 'emails_used_up' | 'mail_count_drift';
