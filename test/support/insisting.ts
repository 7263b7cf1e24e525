import { setTimeout as pause } from 'node:timers/promises';
import type { Browser } from './browser.ts';
import type { FilledForm } from './forms.ts';

/** What became of a form: how often it was answered "not now" (503), and where it led at last. */
export type Insisted = Readonly<{ refusals: number; location: string }>;

/**
 * Sends a form, the same one with the same command's id, until it is accepted: as a person does who reads "try again".
 * Any answer but "done" (303) and "not now" (503) is an error, also while everything around it breaks.
 */
export async function insist(browser: Browser, form: FilledForm, withinMs = 90_000): Promise<Insisted> {
  const deadline = performance.now() + withinMs;
  for (let refusals = 0; ; refusals += 1) {
    const location = await attempt(browser, form);
    if (location !== null) return { refusals, location };
    if (performance.now() > deadline) throw new Error(`${form.action} was not accepted within ${withinMs} ms`);
    await pause(50);
  }
}

/** Sends a form once: where it leads to, or null for "not now". */
export async function attempt(browser: Browser, { action, fields }: FilledForm): Promise<string | null> {
  const answer = await browser.post(action, fields);
  if (answer.status === 303 && answer.location !== null) return answer.location;
  if (answer.status !== 503) throw new Error(`${action} answers ${answer.status}: ${saidIn(answer.text)}`);
  if (answer.headers.get('Retry-After') === null) throw new Error(`${action} answers 503 without Retry-After`);
  return null;
}

function saidIn(html: string): string {
  const main = html.slice(Math.max(0, html.indexOf('<main')));
  return main
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 500);
}
