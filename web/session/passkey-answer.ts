import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';
import { typedIn } from '../forms/form.ts';
import type { PageContext } from '../http/context.ts';

const base64url = z.string().regex(/^[\w-]{1,100000}$/);

const credential = {
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  clientExtensionResults: z.object({}).default({}),
};

const created = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(z.string()).max(20).default([]),
  }),
});

const used = z.object({
  ...credential,
  response: z.object({ clientDataJSON: base64url, authenticatorData: base64url, signature: base64url }),
});

/** The passkey that a browser has created, from the form's field `credential`; null for anything else. */
export function createdPasskey(ctx: PageContext): RegistrationResponseJSON | null {
  return answerIn(ctx, created) as RegistrationResponseJSON | null;
}

/** The response of a passkey, from the form's field `credential`; null for anything else. */
export function usedPasskey(ctx: PageContext): AuthenticationResponseJSON | null {
  return answerIn(ctx, used) as AuthenticationResponseJSON | null;
}

function answerIn<Schema extends z.ZodType>(ctx: PageContext, schema: Schema): z.output<Schema> | null {
  try {
    return schema.safeParse(JSON.parse(typedIn(ctx)['credential'] ?? '')).data ?? null;
  } catch {
    return null;
  }
}
