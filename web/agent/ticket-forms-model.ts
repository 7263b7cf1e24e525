import { newCommandId } from '../forms/form.ts';
import type { FormErrors } from '../forms/field-error.ts';
import type { Failure } from './failure.ts';
import type { ActionPanel } from './present-actions.ts';

/** The forms of the ticket page: the composer, and the panels for status, assignee, assets and movement. */
export type TicketForm = 'comment' | 'assignee' | 'assets' | 'movement' | ActionPanel['key'];

/** A reply that came in while one was being written: whose it is, how long ago that was, and its event. */
export type Held = Readonly<{ who: string; ago: string; sequence: number }>;

/** A form that was sent and failed. */
export type FailedForm = Readonly<{
  form: TicketForm | null;
  typed: Readonly<Record<string, string>>;
  failure: Failure;
  held?: Held;
  /** Somebody else has assigned the ticket meanwhile. */
  conflict?: boolean;
}>;

type Offered = Readonly<{
  mayNote: boolean;
  mayReply: boolean;
  mayAssign: boolean;
  mayLink: boolean;
  mayLinkMovement: boolean;
  panels: readonly ActionPanel[];
}>;

/**
 * The forms of the page, with what was typed in the one that failed; `unsent` is what was typed into a form that is
 * gone.
 */
export function presentForms(failed: FailedForm | null, offered: Offered) {
  const isOffered = (form: TicketForm): boolean => {
    if (form === 'comment') return offered.mayNote || offered.mayReply;
    if (form === 'assets') return offered.mayLink;
    if (form === 'movement') return offered.mayLinkMovement;
    return form === 'assignee' ? offered.mayAssign : offered.panels.some(({ key }) => key === form);
  };
  const place = failed?.form != null && isOffered(failed.form) ? failed.form : null;
  const typedIn = (form: TicketForm) => (place === form && failed !== null ? failed.typed : {});
  const commandId = (form: TicketForm) => (failed?.form === form ? failed.failure.commandId : newCommandId());
  const errors = failed?.failure.errors ?? [];
  const errorsIn = (form: TicketForm): FormErrors => (place === form ? errors : []);
  const { solution, reason, body } = failed?.typed ?? {};
  return {
    // Without its form on the page, an error has no field to link to.
    errors: place === null ? errors.map(({ message }) => ({ field: '', message })) : errors,
    composer: {
      commandId: commandId('comment'),
      body: typedIn('comment').body ?? '',
      note: typedIn('comment').visibility === 'internal' || !offered.mayReply,
      errors: errorsIn('comment'),
      asks: typedIn('comment').expects_answer !== undefined,
      held: place === 'comment' ? (failed?.held ?? null) : null,
    },
    assigneeForm: {
      commandId: commandId('assignee'),
      value: typedIn('assignee').assignee,
      errors: errorsIn('assignee'),
      conflict: place === 'assignee' && failed?.conflict === true,
    },
    assetsForm: { commandId: commandId('assets'), errors: errorsIn('assets') },
    movementForm: {
      commandId: commandId('movement'),
      value: typedIn('movement').movement,
      errors: errorsIn('movement'),
    },
    takeCommandId: newCommandId(),
    propertyCommandIds: { type: newCommandId(), priority: newCommandId() },
    panels: offered.panels.map((panel) => {
      const typed = typedIn(panel.key);
      return {
        ...panel,
        commandId: commandId(panel.key),
        open: place === panel.key,
        typedText: (panel.text && typed[panel.text.name]) ?? '',
        typedCode: typed.reason_code ?? panel.code,
        errors: errorsIn(panel.key),
      };
    }),
    unsent: place === null ? (solution ?? reason ?? body ?? '') : '',
  };
}
