import { type Browser as Chromium, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { openPlatformSession } from '../../src/host/identity/platform-users.ts';
import { openSession } from '../../src/host/identity/sessions.ts';
import { platformSessionValue } from '../../web/session/cookie.ts';
import { chromiumPath } from '../support/chromium.js';
import type { TestPerson } from '../support/people.ts';
import type { TestWeb } from '../support/web.ts';

export type { Chromium };

/** How long a person would wait for something to appear, in ms, on a busy machine. */
const patience = 10_000;

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Chromium without a window; the caller closes it. Animations stand still in its pages. */
export function startChromium(): Promise<Chromium> {
  return chromium.launch({ executablePath: chromiumPath(), args: quiet });
}

/** A page in a browser profile of its own, and what went wrong in it so far. */
export type Visit = Readonly<{
  page: Page;
  /**
   * Errors of the console (a breach of the content security policy is one), uncaught exceptions, requests that failed and
   * answers of 400 and above, such as "422 POST /desk/new", in the order in which they came.
   */
  troubles: readonly string[];
  close(): Promise<void>;
}>;

export type VisitOptions = Readonly<{
  /** Who is signed in, without having gone through the sign-in; nobody unless said. The platform team has no tenant. */
  as?: Readonly<{ tenantId: string | null; userId: string }>;
  width?: number;
  script?: boolean;
}>;

/** Opens a profile and a page; paths are the site's. */
export async function visit(browser: Chromium, web: TestWeb, options: VisitOptions = {}): Promise<Visit> {
  const { as, width = 1280, script = true } = options;
  const context: BrowserContextOptions = {
    baseURL: web.url,
    viewport: { width, height: 900 },
    javaScriptEnabled: script,
    reducedMotion: 'reduce',
    colorScheme: 'light',
  };
  const profile = await browser.newContext(context);
  profile.setDefaultTimeout(patience);
  if (as) await profile.addCookies([{ name: 'session', value: await sessionOf(web, as), url: web.url }]);
  const page = await profile.newPage();
  const troubles: string[] = [];
  page.on('console', (message) => {
    // Answers of 400 and above are noted as such.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText;
    // Given up by the browser itself, because one has gone on to the next page.
    if (why !== 'net::ERR_ABORTED') troubles.push(`${why} ${request.url()}`);
  });
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (response.status() >= 400) troubles.push(`${response.status()} ${response.request().method()} ${pathname}`);
  });
  return { page, troubles, close: () => profile.close() };
}

async function sessionOf({ orm }: TestWeb, { tenantId, userId }: NonNullable<VisitOptions['as']>): Promise<string> {
  if (tenantId === null) return platformSessionValue(await openPlatformSession(orm, userId));
  return openSession(orm, { tenantId, userId });
}

/** Does something that leads to another page, or to the same one anew, and waits for that page. */
export async function andArrive(page: Page, act: () => Promise<unknown>): Promise<void> {
  const arrived = page.waitForEvent('load');
  // Handled also when `act` itself fails first.
  arrived.catch(() => {});
  await act();
  await arrived;
}

/** Presses the button or link of that name and waits for the page that it leads to. */
export async function press(page: Page, role: 'button' | 'link', name: string | RegExp): Promise<void> {
  await andArrive(page, () => page.getByRole(role, { name, exact: typeof name === 'string' }).click());
}

/** Signs in by the form, as a person does. */
export async function signIn(page: Page, person: Pick<TestPerson, 'email' | 'password'>): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await press(page, 'button', 'Sign in');
}
