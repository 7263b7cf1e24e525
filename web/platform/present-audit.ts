import type { Audit } from '../../src/db/reading/platform-audit.ts';
import { counted } from '../page/count.ts';

/** How long an audit may be silent before it counts as broken off, in ms. */
const silence = 10 * 60_000;

/** The last audit as it is shown. `at` is when it ended, began or was last heard of, by its `state`. */
export type AuditModel = Readonly<{
  state: 'none' | 'running' | 'silent' | 'finished';
  at: Date | null;
  summary: string;
  failed: string | null;
}>;

/** What the console says about the last audit. `overruns` is how many quotas are exceeded now. */
export function auditModel(audit: Audit | null, overruns: number, now: Date): AuditModel {
  if (audit === null) return { state: 'none', at: null, summary: 'No audit has run yet.', failed: null };
  const looked = `${counted(audit.lookedAt, 'tenant')} looked at`;
  const found = `${counted(audit.opened, 'new overrun')}, ${audit.closed} ended`;
  const failed =
    audit.failed === 0 ? null : `${counted(audit.failed, 'tenant')} could not be looked at. The worker’s log says why.`;
  if (audit.finishedAt !== null) {
    const over = overruns === 0 ? 'no quota is' : overruns === 1 ? '1 quota is' : `${overruns} quotas are`;
    return { state: 'finished', at: audit.finishedAt, summary: `${looked}, ${found}; ${over} exceeded now.`, failed };
  }
  const summary = `${looked} so far, ${found}.`;
  if (now.getTime() - audit.seenAt.getTime() <= silence) {
    return { state: 'running', at: audit.startedAt, summary, failed };
  }
  return { state: 'silent', at: audit.seenAt, summary, failed };
}
