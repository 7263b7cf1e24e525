import { describe, expect, it } from '@jest/globals';
import { createPasswordJudge } from '../../../src/host/identity/password-strength.ts';
import { translatorFor } from '../../../src/locales/translator.ts';
import { newPasswordForm } from '../../../web/account/password-form.ts';
import { unpacked } from '../../../web/forms/packed-text.ts';

const english = translatorFor('en');

const form = newPasswordForm(createPasswordJudge(), {
  email: 'ines.invited@nordwind.test',
  name: 'Ines von Invited',
  organisation: 'Nordwind Logistics GmbH',
});

/** What is said of the form, by field; nothing for one that is good. */
function said(fields: unknown): string[] {
  const parsed = form.safeParse(fields);
  const issues = parsed.success ? [] : parsed.error.issues;
  return issues.map(({ path, message }) => `${path.join()}: ${english.t(unpacked(message))}`);
}

const both = (password: string) => ({ password, password_again: password });

describe('a new password', () => {
  it.each([
    'correct horse battery staple',
    'four words in a row',
    'k7Gf2pQz9wLm',
    'my dog is called Nordwind',
    ' padded with spaces ',
    'Пароль из слов',
    '🐎🦄🍎🚲🌧️📎🎻🧊🪁🐙🍋🧭',
    `correct horse battery staple ${'x'.repeat(900)}`,
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
  ])('is refused: %j', (password, message) => {
    expect(said(both(password))[0]).toBe(`password: ${message}`);
  });

  it.each([
    'ines.invited@nordwind.test',
    'INES.Invited@Nordwind.TEST ',
    'ines VON invited',
    'InesVonInvited1',
    'invited.ines2026!',
    'nordwindnordwind',
    'Nordwind2026!!',
    'nordwind logistics',
    'uslimato-uslimato',
  ])('is refused when it is made of what is known of the person: %s', (password) => {
    expect(said(both(password))).toEqual([
      'password: Choose something that is not made of your name, your address or your organisation.',
    ]);
  });

  it.each([
    'passwordpassword',
    'PasswordPassword',
    'password password',
    'p@ssw0rdp@ssw0rd',
    'Password1234!',
    '123456789012',
    'qwertyuiop[]',
    'iloveyouiloveyou',
    'sunshine-sunshine',
    'summer2026!!',
    'abcabcabcabc',
    'aaaaaaaaaaaa',
    'x'.repeat(1000),
    'a1'.repeat(500),
    '🐎🐎🐎🐎🐎🐎🐎🐎🐎🐎🐎🐎',
  ])('is refused when it is common, a row of keys, or one of these again and again: %s', (password) => {
    expect(said(both(password))[0]).toMatch(/^password: This is among the first things that anybody would try\./);
  });

  it('costs no more to look at, however long it is', () => {
    const began = performance.now();
    for (const text of ['aB3$'.repeat(250), 'password'.repeat(125), 'qwertz'.repeat(166)]) said(both(text));
    expect(performance.now() - began).toBeLessThan(3000);
  });

  it('is refused when it was not typed alike twice, letter by letter', () => {
    const password = 'correct horse battery staple';
    for (const again of ['', `${password} `, password.toUpperCase(), 'correct horse']) {
      expect(said({ password, password_again: again })).toEqual([
        'password_again: The two passwords are not the same. Enter the same one twice.',
      ]);
    }
  });

  it('is asked for when a field is missing or is no text', () => {
    expect(said({})).toEqual(['password: Enter a password.', 'password_again: Enter the password again.']);
    expect(said({ password: ['a', 'b'], password_again: { a: 'b' } })).toHaveLength(2);
  });
});
