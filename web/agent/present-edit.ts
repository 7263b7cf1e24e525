import { priorities, priorityLabel, type Ticket, ticketTypes, typeLabel } from '../../src/domain/ticket.ts';
import { type EditField, editFields, type EditValues } from './edit-merge.ts';

const labels: Readonly<Record<EditField, string>> = {
  title: 'Title',
  description: 'Description',
  type: 'Type',
  priority: 'Priority',
};

const choices: Readonly<Partial<Record<EditField, readonly { value: string; label: string }[]>>> = {
  type: ticketTypes.map((value) => ({ value, label: typeLabel(value) })),
  priority: priorities.map((value) => ({ value, label: priorityLabel(value) })),
};

/**
 * The fields of the edit form, each with the value it showed; fields that two people have changed have both values to
 * choose from.
 */
export function presentEdit(
  ticket: Ticket,
  now: EditValues,
  given: { typed: Readonly<Record<string, string>>; conflicts: readonly EditField[] },
) {
  const { typed, conflicts } = given;
  return editFields.map((name) => {
    const value = typed[name] ?? now[name];
    const labelOf = (text: string) => choices[name]?.find((choice) => choice.value === text)?.label ?? text;
    const inConflict = conflicts.includes(name);
    // A form that failed keeps the values that it first showed, so that a second try still notices changes made in
    // between.
    const seen = name === 'description' ? ticket.descriptionTextId : now[name];
    return {
      field: {
        name,
        label: labels[name],
        value,
        kind: choices[name] ? 'select' : name === 'description' ? 'textarea' : 'text',
        options: choices[name],
        rows: 12,
      },
      seen: inConflict ? seen : (typed[`seen_${name}`] ?? seen),
      conflict: inConflict ? { mine: labelOf(value), theirs: labelOf(now[name]) } : null,
    };
  });
}
