import { z } from 'zod';
import type { KnownOfPerson, PasswordJudge, Weakness } from '../../src/host/identity/password-strength.ts';
import { passwordLimit } from '../../src/host/identity/passwords.ts';
import type { MessageKey } from '../../src/locales/catalogue.ts';
import { message } from '../../src/locales/message.ts';
import { packed } from '../forms/packed-text.ts';

/** The fewest characters of a password that is set from now on. */
export const fewestCharacters = 12;

const enter = 'page.password.enter';

const weaknessKeys: Readonly<Record<Weakness, MessageKey>> = {
  personal: 'page.password.personal',
  common: 'page.password.common',
};

/** Schema of a new password, typed twice: long enough, and not easily guessed. */
export function newPasswordForm(judge: PasswordJudge, person: KnownOfPerson) {
  return z
    .object({
      password: z
        .string({ error: enter })
        .min(1, enter)
        .max(passwordLimit, packed(message('page.password.too_long', { n: passwordLimit })))
        .refine((text) => text.trim() !== '', 'page.password.only_spaces')
        .refine(
          (text) => [...text].length >= fewestCharacters,
          packed(message('page.password.too_short', { n: fewestCharacters })),
        )
        .superRefine((text, ctx) => {
          // A password that is too short is rated no further.
          const weakness =
            [...text].length < fewestCharacters || text.length > passwordLimit ? null : judge(text, person);
          if (weakness !== null) ctx.addIssue({ code: 'custom', message: weaknessKeys[weakness] });
        }),
      password_again: z.string({ error: 'page.password.enter_again' }),
    })
    .refine(({ password, password_again: again }) => password === again, {
      path: ['password_again'],
      message: 'page.password.differs',
    });
}
