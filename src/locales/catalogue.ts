import deAccount from './de/account.json' with { type: 'json' };
import deAgent from './de/agent.json' with { type: 'json' };
import deAnswer from './de/answer.json' with { type: 'json' };
import deApi from './de/api.json' with { type: 'json' };
import deAssets from './de/assets.json' with { type: 'json' };
import deDesk from './de/desk.json' with { type: 'json' };
import deMail from './de/mail.json' with { type: 'json' };
import deMe from './de/me.json' with { type: 'json' };
import dePage from './de/page.json' with { type: 'json' };
import dePlatform from './de/platform.json' with { type: 'json' };
import deRefusal from './de/refusal.json' with { type: 'json' };
import deSettings from './de/settings.json' with { type: 'json' };
import deTicket from './de/ticket.json' with { type: 'json' };
import enAccount from './en/account.json' with { type: 'json' };
import enAgent from './en/agent.json' with { type: 'json' };
import enAnswer from './en/answer.json' with { type: 'json' };
import enApi from './en/api.json' with { type: 'json' };
import enAssets from './en/assets.json' with { type: 'json' };
import enDesk from './en/desk.json' with { type: 'json' };
import enMail from './en/mail.json' with { type: 'json' };
import enMe from './en/me.json' with { type: 'json' };
import enPage from './en/page.json' with { type: 'json' };
import enPlatform from './en/platform.json' with { type: 'json' };
import enRefusal from './en/refusal.json' with { type: 'json' };
import enSettings from './en/settings.json' with { type: 'json' };
import enTicket from './en/ticket.json' with { type: 'json' };
import type { Locale } from '../domain/locale.ts';

const en = {
  ...enPage,
  ...enRefusal,
  ...enTicket,
  ...enAgent,
  ...enDesk,
  ...enAssets,
  ...enSettings,
  ...enPlatform,
  ...enAccount,
  ...enMe,
  ...enAnswer,
  ...enMail,
  ...enApi,
};

const de: Readonly<Partial<Record<string, string>>> = {
  ...dePage,
  ...deRefusal,
  ...deTicket,
  ...deAgent,
  ...deDesk,
  ...deAssets,
  ...deSettings,
  ...dePlatform,
  ...deAccount,
  ...deMe,
  ...deAnswer,
  ...deMail,
  ...deApi,
};

/**
 * The name of a text: the room that it belongs to, then where it stands, `desk.new_ticket.title`. English is the source;
 * the other languages have the same keys.
 */
export type MessageKey = keyof typeof en;

/** Whether there is a text of that name. */
export function isMessageKey(name: unknown): name is MessageKey {
  return typeof name === 'string' && Object.hasOwn(en, name);
}

/** The texts of each language by key, in ICU message format; one file per language and room. */
export const catalogues: Readonly<Record<Locale, Readonly<Partial<Record<string, string>>>>> = { en, de };
