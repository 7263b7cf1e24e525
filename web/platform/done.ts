import { telling } from '../forms/done.ts';

type Banner = Readonly<{ kind: 'success' | 'info' | 'warning'; text: string }>;

/** What a form of the console has done, told on the page that it leads to. */
export const { doneIn: bannerOf, goTo } = telling({
  tenant_opened: {
    kind: 'success',
    text: 'The tenant is there. Its first administrator gets an invitation by mail. Nothing of ITSM is open to it until you activate the licence.',
  },
  licence_activated: { kind: 'success', text: 'The licence is active. What it covers is open from now on.' },
  licence_saved: {
    kind: 'success',
    text: 'The licence is saved. It holds from now on, also for people who are signed in.',
  },
  licence_saved_suspended: { kind: 'success', text: 'The licence is saved, and stays suspended.' },
  licence_below_use: {
    kind: 'warning',
    text: 'The licence is saved, with a quota below what is in use. Nobody loses access; further grants are refused, further mails are dropped, and the next audit records it.',
  },
  licence_suspended: {
    kind: 'success',
    text: 'The licence is suspended. ITSM is hidden in the tenant; nothing is lost.',
  },
  licence_missing: { kind: 'info', text: 'This tenant has no active licence that could be suspended.' },
  invitation_sent: { kind: 'success', text: 'A new invitation is on its way. Links that were sent before have ended.' },
  alert_acknowledged: {
    kind: 'success',
    text: 'The alert is acknowledged. It stays in the list for as long as it lasts.',
  },
  workflow_restarted: {
    kind: 'success',
    text: 'The workflow is restarted from the ticket’s rows. Its history says so.',
  },
  workflow_well: { kind: 'info', text: 'This ticket is no longer in trouble, so nothing was done.' },
  audit_asked: {
    kind: 'success',
    text: 'The audit has been asked for and begins in a moment. Load this page again to see how far it is.',
  },
} satisfies Readonly<Record<string, Banner>>);

export type Done = NonNullable<Parameters<typeof goTo>[2]>;
