import type { Audit } from '../../src/db/reading/platform-audit.ts';
import { message, type Text } from '../../src/locales/message.ts';

/** How long an audit may be silent before it counts as broken off, in ms. */
const silence = 10 * 60_000;

/** The last audit as it is shown. `at` is when it ended, began or was last heard of, by its `state`. */
export type AuditModel = Readonly<{
  state: 'none' | 'running' | 'silent' | 'finished';
  at: Date | null;
  summary: Text;
  failed: Text | null;
}>;

/** What the console says about the last audit. `overruns` is how many quotas are exceeded now. */
export function auditModel(audit: Audit | null, overruns: number, now: Date): AuditModel {
  if (audit === null) return { state: 'none', at: null, summary: 'platform.audit.none', failed: null };
  const { lookedAt: looked, opened, closed } = audit;
  const failed = audit.failed === 0 ? null : message('platform.audit.failed', { n: audit.failed });
  if (audit.finishedAt !== null) {
    const summary = message('platform.audit.result', { looked, opened, closed, over: overruns });
    return { state: 'finished', at: audit.finishedAt, summary, failed };
  }
  const summary = message('platform.audit.so_far', { looked, opened, closed });
  if (now.getTime() - audit.seenAt.getTime() <= silence) {
    return { state: 'running', at: audit.startedAt, summary, failed };
  }
  return { state: 'silent', at: audit.seenAt, summary, failed };
}
