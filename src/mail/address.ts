import { shortLine } from './one-line.ts';

export type Mailbox = Readonly<{ name: string; address: string }>;

// Neither spaces nor the characters that end an address or begin another one: whatever passes is one recipient.
const addressPattern = /^[^\s\p{Cc}<>()[\]\\,;:"@]+@[^\s\p{Cc}<>()[\]\\,;:"@]+$/u;

/** Whether the text is one plain mail address, of at most 254 characters (RFC 5321). Quoted local parts are refused. */
export function isMailAddress(text: string): boolean {
  return text.length <= 254 && text.isWellFormed() && addressPattern.test(text);
}

/** Parses `Name <name@host>`, `"Name" <name@host>` or `name@host`. Throws for anything else. */
export function mailboxOf(text: string): Mailbox {
  const parts = /^(?<name>[^<>]*)<(?<address>[^<>]*)>$/.exec(text.trim())?.groups;
  const address = parts?.['address']?.trim() ?? text.trim();
  if (!isMailAddress(address)) throw new Error('The sender is not a mailbox: set it to Name <name@host>.');
  const name = (parts?.['name'] ?? '').trim().replace(/^"(.*)"$/, '$1');
  return { name: shortLine(name, 100), address };
}
