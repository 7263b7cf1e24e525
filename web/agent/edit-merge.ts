import type { z } from 'zod';
import type { Change, Seen } from '../../src/domain/command.ts';
import { checkText, checkTitle } from '../../src/domain/text.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import type { editForm } from './forms.ts';

export type EditForm = z.output<typeof editForm>;

export const editFields = ['title', 'description', 'type', 'priority'] as const;
export type EditField = (typeof editFields)[number];

/** The four fields as text; of the description the text itself, not the reference to it. */
export type EditValues = Readonly<Record<EditField, string>>;

export type Merge = Readonly<{
  change: Extract<Change, { kind: 'edit' }>;
  seen: Seen;
  /** Fields that two people have changed, for which nobody has chosen yet which value to keep. */
  conflicts: readonly EditField[];
}>;

/**
 * The changes that an edit form asks for, given the fields as the form showed them (if it says so) and as they are now.
 * Fields left unchanged are not sent, so changes of different fields both succeed; a field that both have changed is
 * sent only once `keep_…` says "mine".
 */
export function mergeEdit(form: EditForm, shown: Partial<EditValues>, now: EditValues, ticket: Ticket): Merge {
  const change: { [Name in EditField]?: string } = {};
  const conflicts: EditField[] = [];
  for (const field of editFields) {
    const mine = form[field];
    const seen = shown[field];
    if (mine === undefined || alike(field, mine, now[field])) continue;
    if (seen !== undefined && alike(field, mine, seen)) continue;
    const keep = form[`conflict_${field}`] === undefined ? 'mine' : form[`keep_${field}`];
    if (keep === undefined || (seen !== undefined && !alike(field, seen, now[field]))) conflicts.push(field);
    else if (keep === 'mine') change[field] = mine;
  }
  // Compared with what this request has just read: a change in between is refused, and shown as a conflict again.
  const seen: Seen = {
    ...('title' in change ? { title: ticket.title } : {}),
    ...('description' in change ? { descriptionTextId: ticket.descriptionTextId } : {}),
    ...('type' in change ? { type: ticket.type } : {}),
    ...('priority' in change ? { priority: ticket.priority } : {}),
  };
  return { change: { kind: 'edit', ...change } as Merge['change'], seen, conflicts };
}

/** Whether two values are equal once the domain has normalised them: line breaks and outer spaces do not count. */
function alike(field: EditField, a: string, b: string): boolean {
  return tidy(field, a) === tidy(field, b);
}

function tidy(field: EditField, text: string): string {
  const checked =
    field === 'title'
      ? checkTitle(text)
      : field === 'description'
        ? checkText(text, field, 'refusal.description.empty')
        : null;
  return checked?.ok ? checked.value : text;
}
