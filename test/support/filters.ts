import fc from 'fast-check';
import { checkValue, type Field } from '../../src/domain/filter/field.ts';
import { type FieldValues, fieldOf, filterFieldNames } from '../../src/domain/filter/fields.ts';
import { type TicketList, ticketSorts, sortIn } from '../../src/domain/filter/ticket-list.ts';
import { spanProblems, type TicketFilter } from '../../src/domain/filter/ticket-filter.ts';
import { queueViews } from '../../src/domain/filter/views.ts';

const pasted = fc.oneof(
  fc.constantFrom(
    '&',
    'a=b&status=open',
    '100%',
    '%zz',
    '+',
    'Müller',
    '打印机',
    '0x80070005 \u202E😀',
    "';--",
    '__proto__',
  ),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 300 }),
);
const days = fc
  .date({ min: new Date('1970-01-01T00:00:00Z'), max: new Date('9998-12-31T00:00:00Z'), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10));
const instants = fc
  .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
  .map((at) => at.toISOString());

/** Anything that a field can be asked for, in the one way of writing it. */
function aValue(field: Field): fc.Arbitrary<string | readonly string[]> {
  switch (field.kind) {
    case 'choices':
      return fc.subarray([...field.among], { minLength: 1 });
    case 'named':
      return fc.oneof(fc.constantFrom(...field.symbols, '20000000-0000-4000-8000-000000000001'), fc.uuid());
    case 'moment':
      return fc.oneof(days, instants);
    case 'line':
    case 'search':
      return pasted
        .map((text) => checkValue(field, text))
        .filter(({ ok }) => ok)
        .map((checked) => (checked.ok ? checked.value : ''));
  }
}

/** Any filter, made field by field of the fields that there are. */
export const anyFilter: fc.Arbitrary<TicketFilter> = fc
  .tuple(
    fc.constantFrom(...queueViews),
    fc.record(Object.fromEntries(filterFieldNames.map((name) => [name, aValue(fieldOf(name))])), { requiredKeys: [] }),
  )
  .map(([view, values]) => ({ view, ...(values as FieldValues) }))
  .filter((filter) => spanProblems(filter).length === 0);

/** Any list: any filter in any of the orders that its view can have. */
export const anyList: fc.Arbitrary<TicketList> = fc
  .tuple(anyFilter, fc.constantFrom(...ticketSorts))
  .map(([filter, sort]) => ({ filter, sort: sortIn(filter.view, sort) }));
