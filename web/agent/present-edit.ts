import { priorities, type Ticket, ticketTypes } from '../../src/domain/ticket.ts';
import type { MessageKey } from '../../src/locales/catalogue.ts';
import type { Translator } from '../../src/locales/translator.ts';
import { type EditField, editFields, type EditValues } from './edit-merge.ts';

const choices: Readonly<Partial<Record<EditField, readonly { value: string; label: MessageKey }[]>>> = {
  type: ticketTypes.map((value) => ({ value, label: `ticket.type.${value}` as const })),
  priority: priorities.map((value) => ({ value, label: `ticket.priority.${value}` as const })),
};

/** The fields of the edit page; the others are changed in the panel of the ticket page. */
const pageFields: readonly EditField[] = ['title', 'description'];

/** The fields that a form has sent, to show it again; those of the edit page if it has sent none. */
export function fieldsSent(typed: Readonly<Record<string, string>>): readonly EditField[] {
  const sent = editFields.filter((name) => typed[name] !== undefined);
  return sent.length === 0 ? pageFields : sent;
}

/** The fields of the small forms in the panel, each with the value it showed. */
export function presentProperties(ticket: Ticket, translator: Translator) {
  const now = { title: ticket.title, description: '', type: ticket.type, priority: ticket.priority };
  return presentEdit(ticket, now, { fields: ['type', 'priority'], typed: {}, conflicts: [], translator });
}

/**
 * These fields of the ticket, each with the value it showed; fields that two people have changed have both values to
 * choose from.
 */
export function presentEdit(
  ticket: Ticket,
  now: EditValues,
  given: Readonly<{
    fields: readonly EditField[];
    typed: Readonly<Record<string, string>>;
    conflicts: readonly EditField[];
    translator: Translator;
  }>,
) {
  const { fields, typed, conflicts } = given;
  const { t } = given.translator;
  return fields.map((name) => {
    const value = typed[name] ?? now[name];
    const options = choices[name]?.map((choice) => ({ ...choice, label: t(choice.label) }));
    const labelOf = (text: string) => options?.find((choice) => choice.value === text)?.label ?? text;
    const inConflict = conflicts.includes(name);
    // A form that failed keeps the values that it first showed, so that a second try still notices changes made in
    // between.
    const seen = name === 'description' ? ticket.descriptionTextId : now[name];
    return {
      field: {
        name,
        label: t(`agent.edit.field.${name}`),
        value,
        kind: options ? 'select' : name === 'description' ? 'textarea' : 'text',
        options,
        rows: 12,
      },
      seen: inConflict ? seen : (typed[`seen_${name}`] ?? seen),
      conflict: inConflict ? { mine: labelOf(value), theirs: labelOf(now[name]) } : null,
    };
  });
}
