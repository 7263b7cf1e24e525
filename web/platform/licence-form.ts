import { z } from 'zod';
import { callLimitCeiling } from '../../src/domain/call-limits.ts';
import { flags, type LicenceTerms, quotaCeilings } from '../../src/domain/licence.ts';
import { standardTerms } from '../../src/host/licence/change-licence.ts';
import { choiceField, choicesField, wholeNumberField } from '../forms/form.ts';
import type { FieldError, FormErrors } from '../forms/field-error.ts';
import { dayValue, lastDayField } from '../forms/last-day.ts';
import { flagWords } from './licence-words.ts';

const outOfDate = 'This form is out of date. Load the page again.';

/** The version of the licence that the sender has looked at; 0 where there was none. */
export const seenVersionField = z
  .string({ error: outOfDate })
  .regex(/^\d{1,9}$/, outOfDate)
  .transform(Number);

/** A licence as the console's form sends it; `active` is that of the button. */
export const licenceForm = z.object({
  seen_version: seenVersionField,
  active: choiceField(['yes', 'no'], 'Press one of the buttons below the form.'),
  valid_until: lastDayField,
  flags: choicesField(flags, 'Tick only parts that are listed here.'),
  max_agents: wholeNumberField(0, quotaCeilings.max_agents),
  max_emails_month: wholeNumberField(0, quotaCeilings.max_emails_month),
  calls_per_key: wholeNumberField(1, callLimitCeiling),
  calls_per_tenant: wholeNumberField(1, callLimitCeiling),
});

/** A licence form that was not carried out: what was typed and ticked; `conflict`: somebody was quicker. */
export type FailedLicence = Readonly<{
  errors: FormErrors;
  typed: Readonly<Record<string, string>>;
  ticked: readonly string[];
  conflict: boolean;
}>;

const typedFields = ['valid_until', 'max_agents', 'max_emails_month', 'calls_per_key', 'calls_per_tenant'] as const;
const fields = [...typedFields, 'flags'] as const;
type Field = (typeof fields)[number];

export type LicenceFormModel = Readonly<{
  seenVersion: number;
  validUntil: string;
  maxAgents: string;
  maxEmailsMonth: string;
  callsPerKey: string;
  callsPerTenant: string;
  flags: readonly string[];
  options: readonly { value: string; label: string; hint: string }[];
  /** What a field holds by now, where somebody else has changed the licence and it differs from what was typed. */
  now: Partial<Record<Field, string>>;
}>;

/** The form as it is shown: the licence as it stands, or what was typed into it. */
export function licenceFormModel(
  licence: (LicenceTerms & { version: number }) | null,
  failed: FailedLicence | null,
): LicenceFormModel {
  const terms = licence ?? standardTerms;
  const kept = {
    valid_until: dayValue(terms.validUntil),
    max_agents: String(terms.maxAgents),
    max_emails_month: String(terms.maxEmailsMonth),
    calls_per_key: String(terms.callsPerKey),
    calls_per_tenant: String(terms.callsPerTenant),
  };
  const shown = failed === null ? kept : failed.typed;
  return {
    seenVersion: licence?.version ?? 0,
    validUntil: shown.valid_until ?? '',
    maxAgents: shown.max_agents ?? '',
    maxEmailsMonth: shown.max_emails_month ?? '',
    callsPerKey: shown.calls_per_key ?? '',
    callsPerTenant: shown.calls_per_tenant ?? '',
    flags: failed?.ticked ?? terms.flags,
    options: flags.map((flag) => ({ value: flag, label: flagWords[flag].name, hint: flagWords[flag].what })),
    now: failed?.conflict ? differences(terms, kept, failed) : {},
  };
}

/** The summary leads to fields that can be seen; what is wrong with a hidden one concerns the form as a whole. */
export function onForm(error: FieldError): FieldError {
  return fields.some((field) => field === error.field) ? error : { ...error, field: '' };
}

function differences(
  terms: LicenceTerms,
  kept: Readonly<Record<Exclude<Field, 'flags'>, string>>,
  { typed, ticked }: FailedLicence,
): Partial<Record<Field, string>> {
  const now: Partial<Record<Field, string>> = {};
  for (const field of typedFields) {
    if (kept[field] !== (typed[field] ?? '')) now[field] = kept[field] === '' ? 'no end' : kept[field];
  }
  const on = flags.filter((flag) => terms.flags.includes(flag));
  if (on.join() !== flags.filter((flag) => ticked.includes(flag)).join()) {
    now.flags = on.map((flag) => flagWords[flag].name).join(', ') || 'none';
  }
  return now;
}
