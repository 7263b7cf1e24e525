import type { Refusal } from '../../src/domain/refusal.ts';
import { type Message, message } from '../../src/locales/message.ts';
import { refusalText } from '../../src/locales/refusal-text.ts';
import { type ProblemCode, refusalStatus, retryHeaders } from './errors.ts';

/**
 * Why the form of a request is refused whatever it contains. It is shown again, with what was typed and this text,
 * by its own page if that can (`form` in route.ts), or else on a page of its own.
 */
export type FormRefusal = Readonly<{
  status: 413 | 429;
  code: ProblemCode;
  message: Message;
  headers: Readonly<Record<string, string>>;
}>;

/** For a form that is too large; if it has more bytes than are kept, the rest is lost. */
export function formTooLarge(bytes: number, { limit, kept }: { limit: number; kept: number }): FormRefusal {
  const kib = (of: number): number => Math.ceil(of / 1024);
  const values = { size: kib(bytes), limit: kib(limit) };
  const told =
    bytes > kept
      ? message('page.form.too_large_and_cut', { ...values, kept: kib(kept) })
      : message('page.form.too_large', values);
  return { status: 413, code: 'too_large', message: told, headers: {} };
}

/** For whoever has sent as many forms as they may for now. */
export function tooManyForms(refusal: Refusal): FormRefusal {
  const status = refusalStatus(refusal.code);
  if (status !== 429) throw new Error(`${refusal.code} is no limit`);
  return { status, code: refusal.code, message: refusalText(refusal), headers: retryHeaders(refusal) };
}
