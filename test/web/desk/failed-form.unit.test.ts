import { describe, expect, it } from '@jest/globals';
import { type FailedForm, formsModel } from '../../../web/desk/failed-form.ts';

const everything = { reply: true, saySolved: true, sayStillBroken: true, withdraw: true };
const nothing = { reply: false, saySolved: false, sayStillBroken: false, withdraw: false };
const failed: FailedForm = {
  form: 'still-broken',
  typed: 'It smokes.',
  errors: [{ field: 'body', message: { verbatim: 'Too long.' } }],
  commandId: 'the same',
};

describe('What was typed into a form that failed', () => {
  it('stands in that form again, with its error and what the summary leads to', () => {
    const { forms, errors, unsent } = formsModel(failed, everything);
    expect(forms['still-broken']).toMatchObject({ typed: 'It smokes.', open: true, commandId: 'the same' });
    expect(forms.reply).toMatchObject({ typed: '', open: false, errors: [] });
    expect(errors).toEqual([{ field: 'still-broken-body', message: { verbatim: 'Too long.' } }]);
    expect(unsent).toBe('');
  });

  it('moves to the reply when that form is not offered any more', () => {
    const { forms } = formsModel(failed, { ...everything, sayStillBroken: false });
    expect(forms.reply.typed).toBe('It smokes.');
    expect(forms.reply.commandId).not.toBe('the same');
  });

  it('is kept to be copied when nothing can be sent any more', () => {
    const { forms, unsent, errors } = formsModel(failed, nothing);
    expect(unsent).toBe('It smokes.');
    expect(forms.reply.typed).toBe('');
    expect(errors[0]?.field).toBe('');
  });

  it('gives each form a command of its own', () => {
    const commands = Object.values(formsModel(null, everything).forms).map(({ commandId }) => commandId);
    expect(new Set(commands).size).toBe(commands.length);
  });
});
