import { allowedCommands } from '../../src/domain/allowed-commands.ts';
import { hasFlag } from '../../src/domain/licence.ts';
import { mailLevel } from '../../src/domain/mail-quota.ts';
import { isFinal, type Status, statusLabel } from '../../src/domain/status.ts';
import { cancelReasons } from '../../src/domain/ticket.ts';
import { actorOf } from '../http/commands.ts';
import type { Principal } from '../http/context.ts';
import type { LoadedTicket } from './load-ticket.ts';
import { namesOf } from './names.ts';
import { cancelReasonLabels } from './labels.ts';

/** A change of status that is possible now: a panel that opens, with the texts that it asks for. */
export type ActionPanel = Readonly<{
  key: 'resolve' | 'close' | 'reopen' | 'cancel';
  label: string;
  icon: string;
  status: Status;
  explain: string;
  text: Readonly<{ name: 'solution' | 'reason'; label: string }> | null;
  codes: readonly Readonly<{ value: string; label: string }>[] | null;
  submit: string;
  danger: boolean;
}>;

/** What the person can do with the ticket now, and an explanation of what they cannot. */
export function presentActions(loaded: LoadedTicket, principal: Principal, now: Date) {
  const { ticket } = loaded;
  const offered = new Set(allowedCommands(ticket, actorOf(principal)));
  const reporter = namesOf(loaded).person(ticket.reporterId);
  const mailed = mailsReporter(loaded, principal, now) ? ' and is mailed' : '';
  const panels: ActionPanel[] = [];
  if (offered.has('resolve')) {
    panels.push({
      key: 'resolve',
      label: 'Resolve',
      icon: 'circle-check',
      status: 'resolved',
      explain: `${reporter} sees the solution${mailed}, and is asked to confirm it.`,
      text: { name: 'solution', label: 'Solution' },
      codes: null,
      submit: 'Resolve',
      danger: false,
    });
  }
  if (offered.has('close')) {
    panels.push({
      key: 'close',
      label: 'Close',
      icon: 'lock',
      status: 'closed',
      explain: `Closing is final; afterwards only a follow-up is possible. ${reporter} sees it${mailed}.`,
      text: null,
      codes: null,
      submit: 'Close for good',
      danger: false,
    });
  }
  if (offered.has('reopen')) {
    panels.push({
      key: 'reopen',
      label: 'Reopen',
      icon: 'rotate-ccw',
      status: 'in_progress',
      explain: `The ticket is in progress again. ${reporter} sees the reason${mailed}.`,
      text: { name: 'reason', label: 'Reason' },
      codes: null,
      submit: 'Reopen',
      danger: false,
    });
  }
  if (offered.has('cancel')) {
    panels.push({
      key: 'cancel',
      label: 'Cancel ticket',
      icon: 'ban',
      status: 'cancelled',
      explain: `Cancelling is final too: the ticket ends without a solution. ${reporter} sees the reason${mailed}.`,
      text: { name: 'reason', label: 'Reason' },
      codes: cancelReasons.map((value) => ({ value, label: cancelReasonLabels[value] })),
      submit: 'Cancel the ticket',
      danger: true,
    });
  }
  return {
    panels,
    take:
      offered.has('assign') && ticket.assigneeId !== principal.userId
        ? takeAction(ticket.status, reporter, mailed)
        : null,
    mayReply: offered.has('reply'),
    mayNote: offered.has('note'),
    mayEdit: offered.has('edit'),
    mayAssign: offered.has('assign'),
    mayLink: loaded.links.assets && offered.has('change_assets'),
    mayLinkMovement: loaded.links.movements && offered.has('change_assets'),
    sendAndResolve: offered.has('resolve'),
    followUp: isFinal(ticket.status) && principal.permissions.includes('tickets:create'),
    impossible: whyImpossible(ticket.status, principal),
  };
}

/**
 * Whether the reporter is mailed: nobody is mailed about what they did themselves (R16), or once the quota is used up
 * (R19).
 */
export function mailsReporter({ ticket, people }: LoadedTicket, principal: Principal, now: Date): boolean {
  const { reporterId } = ticket;
  return (
    hasFlag(principal.licence, 'email_notifications', now) &&
    !areMailsUsedUp(principal) &&
    reporterId !== principal.userId &&
    people.get(reporterId)?.active === true
  );
}

/** Whether further mails this month are dropped. */
export function areMailsUsedUp({ mails }: Principal): boolean {
  return mails !== null && mailLevel(mails) === 'used_up';
}

function takeAction(status: Status, reporter: string, mailed: string): { label: string; explain: string } {
  if (status !== 'open') return { label: 'Assign to me', explain: `${reporter} sees that you handle it.` };
  return {
    label: 'Assign to me and start',
    explain: `${reporter} sees “${statusLabel('in_progress')}” and that you handle it${mailed}.`,
  };
}

/** Why a button that people may expect is missing; null if none is. */
function whyImpossible(status: Status, principal: Principal): string | null {
  const mayClose = principal.permissions.includes('tickets:close');
  switch (status) {
    case 'open':
      return mayClose
        ? 'It can be resolved once it is in progress.'
        : 'It can be resolved once it is in progress, by somebody with the permission tickets:close.';
    case 'in_progress':
      return mayClose ? null : 'Resolving needs the permission tickets:close. Ask a colleague who has it.';
    case 'resolved':
      return mayClose ? null : 'Closing, reopening and cancelling a resolved ticket need the permission tickets:close.';
    case 'closed':
      return 'Closed is final: nothing can be changed any more. If it comes back, open a follow-up ticket.';
    case 'cancelled':
      return 'Cancelled is final: nothing can be changed any more. If it is needed after all, open a follow-up ticket.';
  }
}
