import { allowedCommands } from '../../src/domain/allowed-commands.ts';
import { hasFlag } from '../../src/domain/licence.ts';
import { mailLevel } from '../../src/domain/mail-quota.ts';
import { isFinal, type Status } from '../../src/domain/status.ts';
import { type CancelReason, cancelReasons } from '../../src/domain/ticket.ts';
import type { MessageKey } from '../../src/locales/catalogue.ts';
import type { Translator } from '../../src/locales/translator.ts';
import { actorOf } from '../http/commands.ts';
import type { Principal } from '../http/context.ts';
import type { LoadedTicket } from './load-ticket.ts';
import { namesOf } from './names.ts';
import { reporterSays } from '../../src/domain/reporter-says.ts';

/** A change of status that is possible now: a panel that opens, with the texts that it asks for. */
export type ActionPanel = Readonly<{
  key: 'resolve' | 'close' | 'reopen' | 'cancel';
  label: string;
  icon: string;
  status: Status;
  explain: string;
  text: Readonly<{ name: 'solution' | 'reason'; label: string; optional: boolean }> | null;
  codes: readonly Readonly<{ value: string; label: string }>[] | null;
  /** The code that is chosen already, or empty. */
  code: CancelReason | '';
  submit: string;
  /** What closes the panel again. */
  dismiss: string;
  /** Whether it stands before all other buttons: it is what the reporter's last word asks for. */
  first: boolean;
  /** Whether it is the one button that stands out. */
  primary: boolean;
  danger: boolean;
}>;

type PanelKind = Readonly<{
  key: ActionPanel['key'];
  icon: string;
  status: Status;
  text?: 'solution' | 'reason';
  asksForCode?: boolean;
}>;

const panelKinds: readonly PanelKind[] = [
  { key: 'resolve', icon: 'circle-check', status: 'resolved', text: 'solution' },
  { key: 'close', icon: 'lock', status: 'closed' },
  { key: 'reopen', icon: 'rotate-ccw', status: 'in_progress', text: 'reason' },
  { key: 'cancel', icon: 'ban', status: 'cancelled', text: 'reason', asksForCode: true },
];

/** The reader, and the moment and language in which they read. */
export type Reading = Readonly<{ principal: Principal; now: Date; translator: Translator }>;

/** What the person can do with the ticket now, and an explanation of what they cannot. */
export function presentActions(loaded: LoadedTicket, reading: Reading) {
  const { ticket } = loaded;
  const { principal, now, translator } = reading;
  const { t } = translator;
  const offered = new Set(allowedCommands(ticket, actorOf(principal)));
  const about = {
    reporter: namesOf(loaded, translator).person(ticket.reporterId),
    mailed: mailsReporter(loaded, principal, now) ? 'yes' : 'no',
  };
  const says = reporterSays(ticket);
  const first = says === 'still_broken' ? 'reopen' : says === 'no_longer_needed' ? 'cancel' : null;
  const withdrawn = says === 'no_longer_needed';
  const panels = panelKinds
    .filter(({ key }) => offered.has(key))
    .map(({ key, icon, status, text, asksForCode = false }): ActionPanel => {
      return {
        key,
        label: t(`agent.action.${key}.label`),
        icon,
        status,
        explain: t(`agent.action.${key}.explain`, about),
        text:
          text === undefined
            ? null
            : { name: text, label: t(`agent.action.text.${text}`), optional: asksForCode && withdrawn },
        codes: asksForCode
          ? cancelReasons.map((value) => ({ value, label: t(`ticket.cancel_reason.${value}`) }))
          : null,
        code: asksForCode && withdrawn ? 'withdrawn' : '',
        submit: t(`agent.action.${key}.submit`),
        dismiss: t(key === 'cancel' ? 'agent.action.keep' : 'agent.action.dismiss'),
        first: key === first,
        primary: first === null ? key === 'resolve' && ticket.assigneeId === principal.userId : key === first,
        danger: key === 'cancel',
      };
    });
  const take = ticket.status === 'open' ? 'start' : 'take';
  const impossible = whyImpossible(ticket.status, principal);
  return {
    panels,
    take:
      offered.has('assign') && ticket.assigneeId !== principal.userId
        ? {
            label: t(`agent.action.${take}.label`),
            effect: t(`agent.action.${take}.effect`, about),
            primary: ticket.assigneeId === null && !panels.some((panel) => panel.first),
          }
        : null,
    mayReply: offered.has('reply'),
    mayNote: offered.has('note'),
    mayEdit: offered.has('edit'),
    mayAssign: offered.has('assign'),
    mayLink: loaded.links.assets && offered.has('change_assets'),
    mayLinkMovement: loaded.links.movements && offered.has('change_assets'),
    // A reply as the ticket's reporter is no work on it.
    sendAndTake: ticket.status === 'open' && offered.has('assign') && ticket.reporterId !== principal.userId,
    sendAndResolve: offered.has('resolve'),
    mayAsk: offered.has('reply') && ticket.reporterId !== principal.userId,
    followUp: isFinal(ticket.status) && principal.permissions.includes('tickets:create'),
    impossible: impossible === null ? null : t(impossible),
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

/** Why a button that people may expect is missing; null if none is. */
function whyImpossible(status: Status, principal: Principal): MessageKey | null {
  const mayClose = principal.permissions.includes('tickets:close');
  switch (status) {
    case 'open':
      return mayClose ? 'agent.impossible.open' : 'agent.impossible.open_no_close';
    case 'in_progress':
      return mayClose ? null : 'agent.impossible.in_progress_no_close';
    case 'resolved':
      return mayClose ? null : 'agent.impossible.resolved_no_close';
    case 'closed':
      return 'agent.impossible.closed';
    case 'cancelled':
      return 'agent.impossible.cancelled';
  }
}
