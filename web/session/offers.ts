import type { Account } from '../../src/db/in-account.ts';
import type { FactorKey } from '../../src/host/identity/second-step/factor-key.ts';
import {
  creationOptions,
  type KnownCredential,
  type PasskeySite,
} from '../../src/host/identity/second-step/passkey-site.ts';
import { offeredTotp, offerTotp } from '../../src/host/identity/second-step/set-up.ts';
import { secretText, totpUri } from '../../src/host/identity/second-step/totp.ts';
import { shortLine } from '../../src/mail/one-line.ts';
import type { Translator } from '../../src/locales/translator.ts';
import { qrCode } from './qr-code.ts';

/** The account that an app or a passkey is offered to, as it will list it. `tenantName` is null for the platform team. */
export type OfferedTo = Account & Readonly<{ name: string; email: string; tenantName: string | null }>;

/**
 * A new authenticator app as the page offers it: a QR code, or a secret to type. A secret that was offered before is
 * shown again.
 */
export function offerModel(
  { t }: Translator,
  key: FactorKey,
  to: OfferedTo,
  { now, offer }: { now: Date; offer: string | null },
) {
  const before = offer === null ? null : offeredTotp(key, to, offer, now);
  const offered = before === null || offer === null ? offerTotp(key, to, now) : { secret: before, offer };
  const issuer =
    to.tenantName === null
      ? t('account.totp.platform')
      : t('account.totp.tenant', { tenant: shortLine(to.tenantName, 40) });
  const uri = totpUri(offered.secret, { issuer, account: to.email });
  return { offer: offered.offer, secret: secretText(offered.secret), qr: qrCode(uri) };
}

/** A new passkey as the page offers it. */
export async function passkeyModel(
  site: PasskeySite,
  to: OfferedTo,
  about: Readonly<{ known: readonly KnownCredential[]; now: Date }>,
) {
  return { kind: 'create', host: site.id, options: await creationOptions(site, to, about) } as const;
}
