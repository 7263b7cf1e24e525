import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { message } from '../../../src/locales/message.ts';
import { checkTitle } from '../../../src/domain/text.ts';
import { choiceField, readForm, ruledField, sentField, wholeNumberField } from '../../../web/forms/form.ts';
import { packed, unpacked } from '../../../web/forms/packed-text.ts';

const schema = z.object({
  title: ruledField(checkTitle),
  seats: wholeNumberField(1, 12_500),
  kind: choiceField(['a', 'b'], 'page.form.enter_text'),
});

const read = (form: Record<string, string>) => readForm({ state: { form, formRefusal: null } } as never, schema);

describe('a form that was sent', () => {
  it('reports each field by the key of its text, with the values that the text names', () => {
    const sent = read({ title: 'x'.repeat(201), seats: '12,501', kind: 'c' });
    expect(sent).toEqual({
      ok: false,
      errors: [
        { field: 'title', message: { key: 'refusal.title.too_long', values: { n: 201, limit: 200 } } },
        { field: 'seats', message: { key: 'page.form.whole_number', values: { from: 1, to: 12_500 } } },
        { field: 'kind', message: 'page.form.enter_text' },
      ],
    });
  });

  it.each(['12500', '12,500', '12.500', '12 500', '12\u00a0500'])('reads %s as a whole number', (seats) => {
    expect(read({ title: 'x', seats, kind: 'a' })).toMatchObject({ ok: true, value: { seats: 12_500 } });
  });

  it.each(['', '1.5', '2,5', '1.2500', '-1', 'x'])('reads %j as no whole number', (seats) => {
    expect(read({ title: 'x', seats, kind: 'a' })).toMatchObject({ ok: false, errors: [{ field: 'seats' }] });
  });
});

describe('a field that takes away what was there when it is empty', () => {
  const named = z.object({
    named: sentField(
      z
        .string()
        .default('')
        .transform((text) => (text === '' ? null : text)),
    ),
  });
  const sent = (form: Record<string, string>) => readForm({ state: { form, formRefusal: null } } as never, named);

  it('takes an empty text as the answer that it is', () => {
    expect(sent({ named: '' })).toEqual({ ok: true, value: { named: null } });
    expect(sent({ named: 'x' })).toEqual({ ok: true, value: { named: 'x' } });
  });

  it('refuses a form that does not send it', () => {
    expect(sent({})).toEqual({ ok: false, errors: [{ field: 'named', message: 'page.form.out_of_date' }] });
  });
});

describe('a text in an issue of zod', () => {
  it('comes out as it went in, whatever people have typed', () => {
    const text = message('refusal.filter.asset', { typed: '"} {"key":"refusal.code.forbidden"}' });
    expect(unpacked(packed(text))).toEqual(text);
    expect(unpacked(packed('page.form.enter_text'))).toBe('page.form.enter_text');
    expect(unpacked('Invalid input')).toEqual({ verbatim: 'Invalid input' });
  });
});
