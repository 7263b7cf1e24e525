import { isIP } from 'node:net';
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type WebAuthnCredential,
} from '@simplewebauthn/server';
import type { Account } from '../../../db/in-account.ts';
import { challengeLasts, type ChallengePurpose, isChallenge, newChallenge } from './challenge.ts';
import type { FactorKey } from './factor-key.ts';

/** The site that passkeys belong to (WebAuthn's relying party), and the keys that sign its challenges. */
export type PasskeySite = Readonly<{ id: string; origin: string; key: FactorKey }>;

/**
 * The site at that origin; null where browsers create no passkeys: for an IP address, or without https unless on
 * localhost.
 */
export function passkeySite(publicUrl: string, key: FactorKey): PasskeySite | null {
  const { hostname, origin, protocol } = new URL(publicUrl);
  const secure = protocol === 'https:' || hostname === 'localhost' || hostname.endsWith('.localhost');
  return secure && isIP(hostname.replace(/^\[|\]$/g, '')) === 0 ? { id: hostname, origin, key } : null;
}

/** A passkey as the site knows it, without its name. */
export type KnownCredential = Pick<WebAuthnCredential, 'id' | 'transports'>;

/** The options with which a browser creates a passkey for the account; existing ones are not created again. */
export function creationOptions(
  site: PasskeySite,
  account: Account & Readonly<{ name: string; email: string }>,
  { known, now }: Readonly<{ known: readonly KnownCredential[]; now: Date }>,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  return generateRegistrationOptions({
    rpName: 'Uslimato ITSM',
    rpID: site.id,
    userID: Uint8Array.from(Buffer.from(account.userId.replaceAll('-', ''), 'hex')),
    userName: account.email,
    userDisplayName: account.name,
    challenge: challengeFor(site, 'new_passkey', account.userId, now),
    timeout: challengeLasts,
    excludeCredentials: known.map(({ id, transports = [] }) => ({ id, transports })),
    // Discoverable without a typed name, if the authenticator can store it so: that allows signing in without a
    // password.
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  });
}

/**
 * The options with which a browser uses a passkey: one of the account's or, before anybody is known, any of the site's.
 */
export function requestOptions(
  site: PasskeySite,
  asked: Readonly<{ account: Account | null; known: readonly KnownCredential[]; now: Date }>,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { account, known, now } = asked;
  const purpose = account === null ? 'sign_in' : 'second_step';
  return generateAuthenticationOptions({
    rpID: site.id,
    challenge: challengeFor(site, purpose, account?.userId ?? '', now),
    timeout: challengeLasts,
    allowCredentials: known.map(({ id, transports = [] }) => ({ id, transports })),
    // On its own it must be two factors: something one has, and something one knows or is.
    userVerification: account === null ? 'required' : 'preferred',
  });
}

/** A credential with the challenge that it has answered, which is yet to be spent. */
export type Answered<T> = T & Readonly<{ challenge: string }>;

/** The passkey that a browser has created, or null if it is not one that this site requested. */
export async function createdCredential(
  site: PasskeySite,
  { userId }: Account,
  { response, now }: Readonly<{ response: RegistrationResponseJSON; now: Date }>,
): Promise<Answered<{ credential: WebAuthnCredential }> | null> {
  let challenge = '';
  const verified = await verifyRegistrationResponse({
    response,
    expectedChallenge: (given) => {
      challenge = given;
      return isChallenge(site.key, { purpose: 'new_passkey', accountId: userId }, given, now);
    },
    expectedOrigin: site.origin,
    expectedRPID: site.id,
    requireUserVerification: false,
  }).catch(() => null);
  return verified?.verified === true ? { credential: verified.registrationInfo.credential, challenge } : null;
}

/** The new counter of a passkey that has answered for the account, or null if the answer is not valid. */
export async function usedCredential(
  site: PasskeySite,
  asked: Readonly<{ purpose: Exclude<ChallengePurpose, 'new_passkey'>; accountId: string; now: Date }>,
  { response, credential }: Readonly<{ response: AuthenticationResponseJSON; credential: WebAuthnCredential }>,
): Promise<Answered<{ counter: number }> | null> {
  const { purpose, accountId, now } = asked;
  let challenge = '';
  const verified = await verifyAuthenticationResponse({
    response,
    credential,
    expectedChallenge: (given) => {
      challenge = given;
      return isChallenge(site.key, { purpose, accountId }, given, now);
    },
    expectedOrigin: site.origin,
    expectedRPID: site.id,
    requireUserVerification: purpose === 'sign_in',
  }).catch(() => null);
  return verified?.verified === true ? { counter: verified.authenticationInfo.newCounter, challenge } : null;
}

function challengeFor(site: PasskeySite, purpose: ChallengePurpose, accountId: string, now: Date) {
  return Uint8Array.from(newChallenge(site.key, { purpose, accountId }, now));
}
