import { z } from 'zod';
import { callLimitCeiling } from '../../src/domain/call-limits.ts';
import { flags, type LicenceTerms, quotaCeilings } from '../../src/domain/licence.ts';
import { standardTerms } from '../../src/host/licence/change-licence.ts';
import type { Translator } from '../../src/locales/translator.ts';
import { choiceField, choicesField, wholeNumberField } from '../forms/form.ts';
import { errorsOnPage, type FormErrors } from '../forms/field-error.ts';
import { dayValue, lastDayField } from '../forms/last-day.ts';
import { flagName, flagOptions } from './describe-licence.ts';

const outOfDate = 'page.form.out_of_date';

/** The version of the licence that the sender saw; 0 if there was none. */
export const seenVersionField = z
  .string({ error: outOfDate })
  .regex(/^\d{1,9}$/, outOfDate)
  .transform(Number);

/** A licence as the console's form sends it; `active` is the value of the button that was pressed. */
export const licenceForm = z.object({
  seen_version: seenVersionField,
  active: choiceField(['yes', 'no'], 'platform.error.which_button'),
  valid_until: lastDayField,
  flags: choicesField(flags, 'platform.error.which_parts'),
  max_agents: wholeNumberField(0, quotaCeilings.max_agents),
  max_emails_month: wholeNumberField(0, quotaCeilings.max_emails_month),
  calls_per_key: wholeNumberField(1, callLimitCeiling),
  calls_per_tenant: wholeNumberField(1, callLimitCeiling),
});

/** A licence form that was refused: what was typed and ticked; `conflict`: somebody else changed the licence first. */
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
  /** The current value of each field that differs from what was typed, after somebody else has changed the licence. */
  now: Partial<Record<Field, string>>;
}>;

/** The form as it is shown: the licence as it is, or what was typed. */
export function licenceFormModel(
  translator: Translator,
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
    options: flagOptions(translator),
    now: failed?.conflict ? differences(translator, terms, kept, failed) : {},
  };
}

/** The errors as the licence form shows them. */
export function errorsOnForm(errors: FormErrors): FormErrors {
  return errorsOnPage(errors, fields);
}

function differences(
  { t, list }: Translator,
  terms: LicenceTerms,
  kept: Readonly<Record<Exclude<Field, 'flags'>, string>>,
  { typed, ticked }: FailedLicence,
): Partial<Record<Field, string>> {
  const now: Partial<Record<Field, string>> = {};
  for (const field of typedFields) {
    if (kept[field] !== (typed[field] ?? ''))
      now[field] = kept[field] === '' ? t('platform.licence.no_expiry') : kept[field];
  }
  const on = flags.filter((flag) => terms.flags.includes(flag));
  if (on.join() !== flags.filter((flag) => ticked.includes(flag)).join()) {
    now.flags = on.length === 0 ? t('platform.licence.no_parts') : list(on.map((flag) => t(flagName(flag))));
  }
  return now;
}
