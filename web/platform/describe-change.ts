import { flags, type LicenceTerms } from '../../src/domain/licence.ts';
import { message, type Text } from '../../src/locales/message.ts';
import type { Translator } from '../../src/locales/translator.ts';
import { flagName, lastDay, partsOff } from './describe-licence.ts';

/** What a change of a licence did: a line for each difference, with the old and the new value. */
export function changeLines(translator: Translator, before: LicenceTerms | null, after: LicenceTerms): string[] {
  const lines = before === null ? firstLines(translator, after) : differences(before, after);
  return lines.map((line) => translator.t(line));
}

const amounts = ['maxAgents', 'maxEmailsMonth', 'callsPerKey', 'callsPerTenant'] as const;

const amountChanges = {
  maxAgents: 'platform.change.max_agents',
  maxEmailsMonth: 'platform.change.max_emails_month',
  callsPerKey: 'platform.change.calls_per_key',
  callsPerTenant: 'platform.change.calls_per_tenant',
} as const;

function differences(before: LicenceTerms, after: LicenceTerms): Text[] {
  const lines: Text[] = [];
  if (before.active !== after.active) {
    lines.push(after.active ? 'platform.change.reactivated' : 'platform.change.suspended');
  }
  if (before.validUntil !== after.validUntil) lines.push(expiryChange(lastDay(before), lastDay(after)));
  for (const amount of amounts) {
    const [from, to] = [before[amount], after[amount]];
    if (from !== to) lines.push(message(amountChanges[amount], { from, to }));
  }
  for (const flag of flags) {
    const on = after.flags.includes(flag);
    const change = on ? 'platform.change.switched_on' : 'platform.change.switched_off';
    if (on !== before.flags.includes(flag)) lines.push(message(change, { part: message(flagName(flag)) }));
  }
  return lines;
}

function expiryChange(from: Date | null, to: Date | null): Text {
  if (from === null) return message('platform.change.expiry_set', { to });
  return to === null
    ? message('platform.change.expiry_removed', { from })
    : message('platform.change.expiry_moved', { from, to });
}

function firstLines(translator: Translator, after: LicenceTerms): Text[] {
  const at = lastDay(after);
  const off = partsOff(translator, after);
  return [
    after.active ? 'platform.change.first_active' : 'platform.change.first_inactive',
    at === null ? 'platform.change.first_no_expiry' : message('platform.change.first_expiry', { at }),
    message('platform.change.first_agents', { n: after.maxAgents }),
    message('platform.change.first_emails', { n: after.maxEmailsMonth }),
    message('platform.change.first_calls', { key: after.callsPerKey, tenant: after.callsPerTenant }),
    off.length === 0
      ? 'platform.change.first_all_on'
      : message('platform.change.first_off', { parts: translator.list(off) }),
  ];
}
