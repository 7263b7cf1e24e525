import { z } from 'zod';
import type { KnownOfPerson, PasswordJudge, Weakness } from '../../src/host/identity/password-strength.ts';
import { passwordLimit } from '../../src/host/identity/passwords.ts';
import { formatCount } from '../page/count.ts';

/** The fewest characters of a password that is set from now on. */
export const fewestCharacters = 12;

const enter = 'Enter a password.';

const weaknessMessages: Readonly<Record<Weakness, string>> = {
  personal: 'Choose something that is not made of your name, your address or your organisation.',
  common:
    'This is among the first things that anybody would try. Use several words that have nothing to do with each other.',
};

/** Schema of a new password, typed twice: long enough, and not easily guessed. */
export function newPasswordForm(judge: PasswordJudge, person: KnownOfPerson) {
  return z
    .object({
      password: z
        .string({ error: enter })
        .min(1, enter)
        .max(passwordLimit, `Use at most ${formatCount(passwordLimit)} characters.`)
        .refine((text) => text.trim() !== '', 'Use more than spaces.')
        .refine((text) => [...text].length >= fewestCharacters, `Use at least ${fewestCharacters} characters.`)
        .superRefine((text, ctx) => {
          // A password that is too short is rated no further.
          const weakness =
            [...text].length < fewestCharacters || text.length > passwordLimit ? null : judge(text, person);
          if (weakness !== null) ctx.addIssue({ code: 'custom', message: weaknessMessages[weakness] });
        }),
      password_again: z.string({ error: 'Enter the password again.' }),
    })
    .refine(({ password, password_again: again }) => password === again, {
      path: ['password_again'],
      message: 'This is not the same password. Enter both alike.',
    });
}
