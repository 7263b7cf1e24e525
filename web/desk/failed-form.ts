import { newCommandId } from '../forms/form.ts';
import type { FormErrors } from '../forms/field-error.ts';
import type { Failure } from './failures.ts';

/** The forms on a ticket's page; each sends one text, as `body`. */
export type TicketForm = 'reply' | 'still-broken' | 'solved' | 'withdrawal';

/** A form that was sent and failed, with what was typed. */
export type FailedForm = Failure & Readonly<{ form: TicketForm; typed: string }>;

/** A form as the page shows it. `errors` are those of its own fields. */
export type FormModel = Readonly<{ commandId: string; typed: string; errors: FormErrors; open: boolean }>;

export type FormsModel = Readonly<{
  errors: FormErrors;
  forms: Readonly<Record<TicketForm, FormModel>>;
  /** What was typed into a form that is gone, to be copied. */
  unsent: string;
}>;

/** What the reporter can do now, as named by `whatReporterCan`. */
type Offered = Readonly<{ reply: boolean; saySolved: boolean; sayStillBroken: boolean; withdraw: boolean }>;

/** Where the typed text reappears: in its own form, else in the reply, else to be copied. */
export function formsModel(failed: FailedForm | null, can: Offered): FormsModel {
  const place = failed === null ? null : placeOf(failed.form, can);
  const form = (name: TicketForm): FormModel => {
    const typedHere = failed !== null && place === name;
    return {
      commandId: failed?.form === name ? failed.commandId : newCommandId(),
      typed: typedHere ? failed.typed : '',
      errors: typedHere ? failed.errors.filter(({ field }) => field === 'body') : [],
      open: typedHere,
    };
  };
  return {
    errors: (failed?.errors ?? []).map(({ field, message }) => ({
      // The summary links to ids: all the forms' fields are called `body`, but their ids differ.
      field: field === 'body' && place !== null ? `${place}-body` : '',
      message,
    })),
    forms: {
      reply: form('reply'),
      'still-broken': form('still-broken'),
      solved: form('solved'),
      withdrawal: form('withdrawal'),
    },
    unsent: failed !== null && place === null ? failed.typed : '',
  };
}

function placeOf(form: TicketForm, can: Offered): TicketForm | null {
  const offered: Record<TicketForm, boolean> = {
    reply: can.reply,
    'still-broken': can.sayStillBroken,
    solved: can.saySolved,
    withdrawal: can.withdraw,
  };
  if (offered[form]) return form;
  return can.reply ? 'reply' : null;
}
