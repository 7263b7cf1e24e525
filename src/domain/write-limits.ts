import type { Change, CreateCommand } from './command.ts';
import { type Refusal, type RefusalKey, type RefusalText, type RefusalValues, refuse } from './refusal.ts';
import { utf8Length } from './text.ts';

/** How much a person or an integration may write: far more than anybody types, and less than would harm others. */
export type WriteLimits = Readonly<{
  /** Submitted forms that change something, per minute. API calls have limits of their own (R32). */
  changesPerMinute: number;
  /** Comments per minute, through pages and API alike. */
  commentsPerMinute: number;
  /** Text per hour, in bytes of UTF-8. */
  textBytesPerHour: number;
}>;

export const standardWriteLimits: WriteLimits = {
  changesPerMinute: 120,
  commentsPerMinute: 600,
  textBytesPerHour: 8 * 1024 * 1024,
};

/** How many comments a ticket takes, by anybody. */
export const standardCommentsPerTicket = 3000;

/** What a command writes: the number of comments, and the bytes of text. */
export type Written = Readonly<{ comments: number; bytes: number }>;

/** What the changes of a command would write if carried out. */
export function writtenBy(changes: readonly Change[]): Written {
  const texts = changes.map(textsOf);
  return {
    comments: texts.filter(({ comment }) => comment !== undefined).length,
    bytes: texts.reduce((sum, { comment = '', others }) => sum + bytesOf([comment, ...others]), 0),
  };
}

/** What a new ticket would write. */
export function writtenAtFirst({ title, description }: Pick<CreateCommand, 'title' | 'description'>): Written {
  return { comments: 0, bytes: bytesOf([title, description]) };
}

/** The refusal for a ticket that has as many comments as it may have. */
export function tooManyComments(most: number): Refusal {
  return refuse('ticket_full', 'refusal.limit.ticket_comments', { values: { n: most }, details: { limit: most } })
    .refusal;
}

/** What is limited for each person. */
export type Limited = 'changes' | 'previews' | 'comments' | 'text';

/** How many previews a person may open per minute. They change nothing, and follow typing. */
export function previewsPerMinute({ changesPerMinute }: WriteLimits): number {
  return 2 * changesPerMinute;
}

/** The refusal for somebody who has reached a limit; `seconds` until there is room again. */
export function tooMuch(what: Limited, limits: WriteLimits, seconds: number): Refusal {
  const most = {
    changes: limits.changesPerMinute,
    previews: previewsPerMinute(limits),
    comments: limits.commentsPerMinute,
    text: limits.textBytesPerHour / 1024 / 1024,
  }[what];
  const values: RefusalValues = { n: most, wait: waitText(seconds) };
  return refuse('too_many_requests', ruleKeys[what], { values, details: { retry_after: seconds } }).refusal;
}

const ruleKeys: Readonly<Record<Limited, RefusalKey>> = {
  changes: 'refusal.limit.changes',
  previews: 'refusal.limit.previews',
  comments: 'refusal.limit.comments',
  text: 'refusal.limit.text',
};

function waitText(seconds: number): RefusalText {
  if (seconds < 120) return { key: 'refusal.limit.wait_seconds', values: { n: seconds } };
  return { key: 'refusal.limit.wait_minutes', values: { n: Math.ceil(seconds / 60) } };
}

function bytesOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + utf8Length(text), 0);
}

/** The texts of a change: the one that becomes a comment, and the others. */
function textsOf(change: Change): { comment?: string | undefined; others: string[] } {
  const given = (...texts: (string | undefined)[]): string[] => texts.filter((text) => text !== undefined);
  switch (change.kind) {
    case 'comment':
      return { comment: change.body, others: [] };
    case 'set_status':
      return { comment: change.solution, others: given(change.reason) };
    case 'answer_resolution':
    case 'request_withdrawal':
      return { comment: change.body, others: [] };
    case 'edit':
      return { others: given(change.title, change.description) };
    default:
      return { others: [] };
  }
}
