import { z } from 'zod';
import { passwordLimit } from '../../src/host/identity/passwords.ts';

/** The fewest characters of a password that is set from now on. */
const fewest = 12;

const enter = 'Enter a password.';

/** Schema of a new password, typed twice, that is neither short, blank nor what everybody knows of the person. */
export function newPasswordForm(person: { email: string; name: string }) {
  const known = [person.email, person.name].map((text) => text.toLowerCase());
  return z
    .object({
      password: z
        .string({ error: enter })
        .min(1, enter)
        .max(passwordLimit, `Use at most ${passwordLimit.toLocaleString('en')} characters.`)
        .refine((text) => text.trim() !== '', 'Use more than spaces.')
        .refine((text) => [...text].length >= fewest, `Use at least ${fewest} characters.`)
        .refine(
          (text) => !known.includes(text.trim().toLowerCase()),
          'Choose something else than your name or e-mail address.',
        ),
      password_again: z.string({ error: 'Enter the password again.' }),
    })
    .refine(({ password, password_again: again }) => password === again, {
      path: ['password_again'],
      message: 'This is not the same password. Enter both alike.',
    });
}
