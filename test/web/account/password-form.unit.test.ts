import { describe, expect, it } from '@jest/globals';
import { newPasswordForm } from '../../../web/account/password-form.ts';

const form = newPasswordForm({ email: 'ines.invited@example.test', name: 'Ines von Invited' });

/** What is said of the form, by field; nothing for one that is good. */
function said(fields: unknown): string[] {
  const parsed = form.safeParse(fields);
  const issues = parsed.success ? [] : parsed.error.issues;
  return issues.map(({ path, message }) => `${path.join()}: ${message}`);
}

const both = (password: string) => ({ password, password_again: password });

describe('a new password', () => {
  it.each([
    'correct horse battery staple',
    '123456789012',
    'x'.repeat(1000),
    ' padded with spaces ',
    'Пароль из слов',
    '🐎🐎🐎🐎🐎🐎🐎🐎🐎🐎🐎🐎',
    'ines.invited@example.test!',
  ])('is taken as it was typed: %s', (password) => {
    expect(form.parse(both(password)).password).toBe(password);
  });

  it.each([
    ['', 'Enter a password.'],
    ['short', 'Use at least 12 characters.'],
    ['12345678901', 'Use at least 12 characters.'],
    ['🐎🐎🐎🐎🐎🐎🐎🐎🐎🐎🐎', 'Use at least 12 characters.'],
    ['x'.repeat(1001), 'Use at most 1,000 characters.'],
    [' '.repeat(20), 'Use more than spaces.'],
    ['\u00A0\t '.repeat(8), 'Use more than spaces.'],
    ['ines.invited@example.test', 'Choose something else than your name or e-mail address.'],
    ['INES.Invited@Example.TEST ', 'Choose something else than your name or e-mail address.'],
    ['ines VON invited', 'Choose something else than your name or e-mail address.'],
  ])('is refused: %j', (password, message) => {
    expect(said(both(password))[0]).toBe(`password: ${message}`);
  });

  it('is refused when it was not typed alike twice, letter by letter', () => {
    const password = 'correct horse battery staple';
    for (const again of ['', `${password} `, password.toUpperCase(), 'correct horse']) {
      expect(said({ password, password_again: again })).toEqual([
        'password_again: This is not the same password. Enter both alike.',
      ]);
    }
  });

  it('is asked for when a field is missing or is no text', () => {
    expect(said({})).toEqual(['password: Enter a password.', 'password_again: Enter the password again.']);
    expect(said({ password: ['a', 'b'], password_again: { a: 'b' } })).toHaveLength(2);
  });
});
