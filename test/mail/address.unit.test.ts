import { describe, expect, test } from '@jest/globals';
import { isMailAddress, mailboxOf } from '../../src/mail/address.ts';

describe('a sender', () => {
  test.each([
    ['Uslimato ITSM <itsm@uslimato.example>', { name: 'Uslimato ITSM', address: 'itsm@uslimato.example' }],
    ['"Support, IT" <it@uslimato.example>', { name: 'Support, IT', address: 'it@uslimato.example' }],
    ['Support, IT <it@uslimato.example>', { name: 'Support, IT', address: 'it@uslimato.example' }],
    ['it@localhost', { name: '', address: 'it@localhost' }],
  ])('%s is read in its parts', (text, mailbox) => {
    expect(mailboxOf(text)).toEqual(mailbox);
  });

  test.each(['', 'nobody', 'A <a@b> <c@d>', 'a@b, c@d', 'A <a@b\r\nBcc: c@d>'])('%j is refused', (text) => {
    expect(() => mailboxOf(text)).toThrow('not a mailbox');
  });
});

test.each([
  'a@b>,<c@d',
  'a b@c',
  'a@b\r\nRCPT TO:<c@d>',
  'a@b@c',
  '@b',
  'a@',
  `${'a'.repeat(250)}@b.example`,
  'a@\ud800',
])('%j is not an address', (text) => {
  expect(isMailAddress(text)).toBe(false);
});
