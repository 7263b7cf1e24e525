import { flash } from '../forms/flash.ts';

/** What a form of the console has done, shown on the page that it redirects to. */
export const { flashIn, goTo } = flash({
  tenant_opened:
    'The tenant is there. Its first administrator gets an invitation by mail. Nothing of ITSM is open to it until you activate the licence.',
  licence_activated: 'The licence is active. What it covers is open from now on.',
  licence_saved: 'The licence is saved. It holds from now on, also for people who are signed in.',
  licence_saved_suspended: 'The licence is saved, and stays suspended.',
  licence_below_use: {
    kind: 'warning',
    text: 'The licence is saved, with a quota below what is in use. Nobody loses access; further grants are refused, further mails are dropped, and the next audit records it.',
  },
  licence_suspended: 'The licence is suspended. ITSM is hidden in the tenant; nothing is lost.',
  licence_missing: { kind: 'info', text: 'This tenant has no active licence that could be suspended.' },
  invitation_sent: 'A new invitation is on its way. Links that were sent before have ended.',
  alert_acknowledged: 'The alert is acknowledged. It stays in the list for as long as it lasts.',
  workflow_restarted: 'The workflow is restarted from the ticket’s rows. Its history says so.',
  workflow_well: { kind: 'info', text: 'This ticket is no longer in trouble, so nothing was done.' },
  audit_asked: 'The audit has been asked for and begins in a moment. Load this page again to see how far it is.',
});

export type Done = NonNullable<Parameters<typeof goTo>[2]>;
