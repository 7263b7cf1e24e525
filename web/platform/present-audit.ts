import type { Audit } from '../../src/db/reading/platform-audit.ts';

/** How long an audit may say nothing before it counts as broken off, in ms. */
const silence = 10 * 60_000;

/** The last audit in words: `state` tells which, `at` when it ended, began or was heard of last. */
export type AuditModel = Readonly<{
  state: 'none' | 'running' | 'silent' | 'finished';
  at: Date | null;
  words: string;
  failed: string | null;
}>;

/** What the console says of the last audit. `overruns` is how many overruns last now. */
export function auditModel(audit: Audit | null, overruns: number, now: Date): AuditModel {
  if (audit === null) return { state: 'none', at: null, words: 'No audit has run yet.', failed: null };
  const looked = `${counted(audit.lookedAt, 'tenant')} looked at`;
  const found = `${counted(audit.opened, 'new overrun')}, ${audit.closed} ended`;
  const failed =
    audit.failed === 0 ? null : `${counted(audit.failed, 'tenant')} could not be looked at. The worker’s log says why.`;
  if (audit.finishedAt !== null) {
    const over = overruns === 0 ? 'no quota is' : overruns === 1 ? '1 quota is' : `${overruns} quotas are`;
    return { state: 'finished', at: audit.finishedAt, words: `${looked}, ${found}; ${over} exceeded now.`, failed };
  }
  const words = `${looked} so far, ${found}.`;
  if (now.getTime() - audit.seenAt.getTime() <= silence) {
    return { state: 'running', at: audit.startedAt, words, failed };
  }
  return { state: 'silent', at: audit.seenAt, words, failed };
}

function counted(n: number, thing: string): string {
  return `${n.toLocaleString('en')} ${thing}${n === 1 ? '' : 's'}`;
}
