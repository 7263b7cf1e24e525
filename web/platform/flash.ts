import { flash } from '../forms/flash.ts';

/** What a form of the console has done, shown on the page that it redirects to. */
export const { flashIn, goTo } = flash({
  tenant_opened: 'platform.flash.tenant_opened',
  licence_activated: 'platform.flash.licence_activated',
  licence_saved: 'platform.flash.licence_saved',
  licence_saved_suspended: 'platform.flash.licence_saved_suspended',
  licence_below_use: {
    kind: 'warning',
    text: 'platform.flash.licence_below_use',
  },
  licence_suspended: 'platform.flash.licence_suspended',
  licence_missing: { kind: 'info', text: 'platform.flash.licence_missing' },
  invitation_sent: 'platform.flash.invitation_sent',
  alert_acknowledged: 'platform.flash.alert_acknowledged',
  workflow_restarted: 'platform.flash.workflow_restarted',
  workflow_well: { kind: 'info', text: 'platform.flash.workflow_well' },
  audit_asked: 'platform.flash.audit_asked',
});

export type Done = NonNullable<Parameters<typeof goTo>[2]>;
