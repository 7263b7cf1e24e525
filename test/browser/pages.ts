import type { Page } from 'playwright-core';
import { Unavailable } from '../../src/temporal/ticket-gateway.ts';
import type { recordingGateway } from '../web/agent/recording-gateway.ts';
import { testPassword } from '../support/people.ts';
import { andArrive, press } from './chromium.ts';
import { setValue } from './in-page.js';
import { assetIds, numbers, type People } from './tickets.ts';

type Gateway = ReturnType<typeof recordingGateway>;

/** A page as somebody meets it. A new page of the product is one line more in `pages`. */
export type ListedPage = Readonly<{
  name: string;
  /** Who looks at it; null is nobody who is signed in. */
  as: keyof People | null;
  /**
   * `broken:` before it asks a site whose database does not answer; `mail:resolved/solved` is what a button of the mail
   * about the resolution of that ticket leads to; `link:invitation` is where a mail about an account leads.
   */
  path: string;
  /** Who signs in by their password first, in place of going to the path: what they see then is the page. */
  signsIn?: 'stella' | 'sia';
  /** The answer's status, 200 unless said. */
  status?: number;
  /** What is done on the page before it is looked at. */
  act?: (page: Page, gateway: Gateway) => Promise<unknown>;
}>;

const ticket = (which: keyof typeof numbers, more = '') => `/tickets/${numbers[which]}${more}`;
const asset = (which: keyof typeof assetIds, more = '') => `/assets/${assetIds[which]}${more}`;
const desk = (which: keyof typeof numbers) => `/desk/${numbers[which]}`;

/** Opens the panel behind a button. */
const opening = (label: string) => (page: Page) => page.locator('summary').filter({ hasText: label }).first().click();

/** Sends the form of a button as it stands. */
const sending = (button: string | RegExp) => (page: Page) => press(page, 'button', button);

/** Fills in fields by their ids, then sends the form of a button. */
const filling = (fields: Readonly<Record<string, string>>, button: string) => async (page: Page) => {
  for (const [id, text] of Object.entries(fields)) await page.locator(`#${id}`).fill(text);
  await press(page, 'button', button);
};

/** Types into the search in the head, where there is room for one, and waits for what it suggests. */
const typingIntoHead = async (page: Page) => {
  const field = page.locator('#head-search');
  if (!(await field.isVisible())) return;
  await field.fill('fire');
  await page.locator('#head-suggestions [role=option]').first().waitFor();
};

/** Opens a person's page, then the form about them. */
const editing = (name: string) => async (page: Page) => {
  await press(page, 'link', name);
  await press(page, 'link', 'Edit');
};

// prettier-ignore
export const pages: readonly ListedPage[] = [
  { name: 'sign-in', as: null, path: '/sign-in' },
  { name: 'sign-in, asked for by a page', as: null, path: '/tickets' },
  { name: 'sign-in with an error', as: null, path: '/sign-in', act: sending('Sign in'), status: 422 },
  { name: 'sign-in refused', as: null, path: '/sign-in', act: filling({ email: 'a@b.c', password: 'x' }, 'Sign in'), status: 422 },

  { name: 'second step', as: null, path: '/sign-in', signsIn: 'stella' },
  { name: 'second step with an error', as: null, path: '/sign-in', signsIn: 'stella', act: filling({ code: '1' }, 'Continue'), status: 422 },
  { name: 'setting up a second step', as: null, path: '/sign-in', signsIn: 'sia' },
  { name: 'setting up a second step with an error', as: null, path: '/sign-in', signsIn: 'sia', act: filling({ code: '1' }, 'Set it up and sign in'), status: 422 },
  { name: 'lost password', as: null, path: '/lost-password' },
  { name: 'lost password with an error', as: null, path: '/lost-password', act: sending('Send me a link'), status: 422 },
  { name: 'lost password, sent', as: null, path: '/lost-password', act: filling({ email: 'nobody@pages.test' }, 'Send me a link') },
  { name: 'invitation', as: null, path: 'link:invitation' },
  { name: 'new address to confirm', as: null, path: 'link:email_change' },

  { name: 'reference of the API', as: null, path: '/public/docs' },
  { name: 'errors of the API', as: null, path: '/public/docs/errors' },

  { name: 'queue', as: 'agnes', path: '/tickets' },
  { name: 'queue of all', as: 'agnes', path: '/tickets?view=all' },
  { name: 'queue, filters open', as: 'agnes', path: '/tickets?view=all&status=open&q=fire', act: opening('Filter') },
  { name: 'queue, filters wrong', as: 'agnes', path: '/tickets?created_since=soon', status: 422 },
  { name: 'queue, nothing matches', as: 'agnes', path: '/tickets?q=zzzz' },
  { name: 'search', as: 'agnes', path: '/search?q=fire' },
  { name: 'search, nothing found', as: 'agnes', path: '/search?q=zzzz' },
  { name: 'search, suggesting', as: 'agnes', path: '/search', act: typingIntoHead },
  { name: 'queue without tickets', as: 'eve', path: '/tickets' },
  { name: 'queue, nothing is mine', as: 'eve', path: '/tickets?view=mine' },

  { name: 'open ticket', as: 'agnes', path: ticket('open') },
  { name: 'open ticket, cancelling', as: 'agnes', path: ticket('open'), act: opening('Cancel ticket') },
  { name: 'ticket with words that no line holds', as: 'agnes', path: ticket('long', '?from=view%3Dall') },
  { name: 'ticket in progress', as: 'agnes', path: ticket('inProgress') },
  { name: 'ticket in progress, history open', as: 'agnes', path: ticket('inProgress'), act: opening('entries') },
  { name: 'ticket in progress, writing a note', as: 'agnes', path: ticket('inProgress'), act: (page) => page.locator('[value=internal]').check() },
  { name: 'ticket in progress, resolving', as: 'agnes', path: ticket('inProgress'), act: opening('Resolve') },
  { name: 'resolving with an error', as: 'agnes', path: ticket('inProgress'), act: resolvingWithoutWords, status: 422 },
  { name: 'reply with an error', as: 'agnes', path: ticket('inProgress'), act: refusedReply, status: 422 },
  { name: 'reply held: somebody was quicker', as: 'agnes', path: ticket('inProgress'), act: heldReply, status: 409 },
  { name: 'assignee conflict', as: 'agnes', path: ticket('inProgress'), act: conflictingAssignee, status: 409 },
  { name: 'reply not sent: 503', as: 'agnes', path: ticket('inProgress'), act: unansweredReply, status: 503 },
  { name: 'resolved ticket', as: 'agnes', path: ticket('resolved') },
  { name: 'resolved ticket, closing', as: 'agnes', path: ticket('resolved'), act: opening('Close') },
  { name: 'resolved ticket, confirmed', as: 'agnes', path: ticket('solved') },
  { name: 'resolved ticket, still broken', as: 'agnes', path: ticket('stillBroken') },
  { name: 'closed ticket', as: 'agnes', path: ticket('closed') },
  { name: 'cancelled ticket', as: 'agnes', path: ticket('cancelled') },
  { name: 'withdrawn ticket', as: 'agnes', path: ticket('withdrawn') },
  { name: 'long conversation', as: 'agnes', path: ticket('talkative') },
  { name: 'long conversation, a text unfolded', as: 'agnes', path: ticket('talkative'), act: opening('Show all') },
  { name: 'long conversation, an earlier part', as: 'agnes', path: ticket('talkative', '?before=40') },
  { name: 'long conversation, past its beginning', as: 'agnes', path: ticket('talkative', '?before=1') },
  { name: 'history of a ticket', as: 'agnes', path: ticket('talkative', '/history') },
  { name: 'history of a ticket, past its beginning', as: 'agnes', path: ticket('talkative', '/history?before=1') },
  { name: 'mails of a ticket, none yet', as: 'agnes', path: ticket('talkative', '/mails') },
  { name: 'edit', as: 'agnes', path: ticket('inProgress', '/edit') },
  { name: 'edit conflict', as: 'agnes', path: ticket('inProgress', '/edit'), act: conflictingEdit, status: 409 },
  { name: 'new ticket', as: 'agnes', path: '/tickets/new' },
  { name: 'new ticket with errors', as: 'agnes', path: '/tickets/new', act: sending('Create ticket'), status: 422 },
  { name: 'new ticket as follow-up', as: 'agnes', path: `/tickets/new?follow_up_of=${numbers.closed}` },
  { name: 'menu open', as: 'agnes', path: '/tickets/new', act: (page) => page.locator('.menu-button').click() },
  { name: 'shortcuts shown', as: 'agnes', path: ticket('inProgress'), act: (page) => page.keyboard.press('?') },

  { name: 'desk', as: 'rita', path: '/desk' },
  { name: 'desk, all tickets', as: 'rita', path: '/desk?view=all' },
  { name: 'desk, nothing found', as: 'rita', path: '/desk?q=zzzz' },
  { name: 'desk without tickets', as: 'nora', path: '/desk' },
  { name: 'desk: new ticket', as: 'rita', path: '/desk/new?type=incident' },
  { name: 'desk: new ticket with errors', as: 'rita', path: '/desk/new', act: sending('Send'), status: 422 },
  { name: 'desk: follow-up', as: 'rita', path: `/desk/new?follow_up=${numbers.closed}` },
  { name: 'desk: ticket just filed', as: 'rita', path: `${desk('open')}?created` },
  { name: 'desk: ticket with words that no line holds', as: 'rita', path: desk('long') },
  { name: 'desk: ticket in progress', as: 'rita', path: desk('inProgress') },
  { name: 'desk: long conversation', as: 'rita', path: desk('talkative') },
  { name: 'desk: long conversation, an earlier part', as: 'rita', path: `${desk('talkative')}?at=7` },
  { name: 'desk: all that has happened', as: 'rita', path: `${desk('talkative')}/history` },
  { name: 'desk: reply with an error', as: 'rita', path: desk('inProgress'), act: sending('Send'), status: 422 },
  { name: 'desk: withdrawing', as: 'rita', path: desk('inProgress'), act: opening('I no longer need this') },
  { name: 'desk: resolved ticket', as: 'rita', path: desk('resolved') },
  { name: 'desk: still broken', as: 'rita', path: desk('resolved'), act: opening('Still broken') },
  { name: 'desk: still broken with an error', as: 'rita', path: desk('resolved'), act: stillBrokenWithoutWords, status: 422 },
  { name: 'desk: confirmed ticket', as: 'rita', path: desk('solved') },
  { name: 'desk: ticket said to be still broken', as: 'rita', path: desk('stillBroken') },
  { name: 'desk: closed ticket', as: 'rita', path: desk('closed') },
  { name: 'desk: cancelled ticket', as: 'rita', path: desk('cancelled') },
  { name: 'desk: withdrawn ticket', as: 'rita', path: desk('withdrawn') },

  { name: 'ticket about assets, searching for more', as: 'agnes', path: ticket('inProgress', '?asset_q=printer') },
  { name: 'ticket about assets, searching in vain', as: 'agnes', path: ticket('inProgress', '?asset_q=zzzz') },
  { name: 'ticket about assets, one not linked', as: 'agnes', path: ticket('open', '?asset_q=old'), act: refusedLink, status: 422 },
  { name: 'queue of an asset', as: 'agnes', path: `/tickets?asset=${assetIds.busy}` },
  { name: 'new ticket about an asset', as: 'agnes', path: `/tickets/new?asset=${assetIds.busy}` },
  { name: 'desk: new ticket about an asset', as: 'rita', path: `/desk/new?asset=${assetIds.busy}` },

  { name: 'assets', as: 'ada', path: '/assets' },
  { name: 'assets, nothing found', as: 'ada', path: '/assets?q=zzzz' },
  { name: 'assets, nobody known as holder', as: 'ada', path: '/assets?holder=zzzz', status: 422 },
  { name: 'assets, none yet', as: 'eve', path: '/assets' },
  { name: 'my assets', as: 'rita', path: '/assets' },
  { name: 'my assets, none', as: 'nora', path: '/assets' },
  { name: 'asset', as: 'agnes', path: asset('busy') },
  { name: 'asset that one holds', as: 'rita', path: asset('busy') },
  { name: 'asset, movements', as: 'agnes', path: asset('busy', '/movements') },
  { name: 'asset, no movements', as: 'ada', path: asset('quiet', '/movements') },
  { name: 'asset, history', as: 'agnes', path: asset('busy', '/history') },
  { name: 'asset, tickets', as: 'agnes', path: asset('busy', '/tickets') },
  { name: 'asset, own tickets', as: 'rita', path: asset('busy', '/tickets') },
  { name: 'asset, no tickets', as: 'ada', path: asset('quiet', '/tickets') },
  { name: 'new asset', as: 'ada', path: '/assets/new' },
  { name: 'new asset with errors', as: 'ada', path: '/assets/new', act: sending('Add asset'), status: 422 },
  { name: 'editing an asset', as: 'ada', path: asset('busy', '/edit') },
  { name: 'editing an asset, changed meanwhile', as: 'ada', path: asset('quiet', '/edit'), act: staleAsset, status: 409 },
  { name: 'recording a movement', as: 'ada', path: asset('quiet', '/movements/new') },
  { name: 'recording a movement with errors', as: 'ada', path: asset('quiet', '/movements/new'), act: sending('Record movement'), status: 422 },
  { name: 'deleting an asset, tickets in the way', as: 'ada', path: asset('busy', '/delete') },

  { name: 'users', as: 'ada', path: '/settings/users' },
  { name: 'users, nobody found', as: 'ada', path: '/settings/users?q=zzzz' },
  { name: 'inviting', as: 'ada', path: '/settings/users/new' },
  { name: 'inviting with errors', as: 'ada', path: '/settings/users/new', act: sending('Send invitation'), status: 422 },
  { name: 'somebody', as: 'ada', path: '/settings/users', act: (page) => press(page, 'link', 'Agnes Agent') },
  { name: 'somebody invited', as: 'ada', path: '/settings/users/new', act: filling({ name: 'Nils', email: 'nils@pages.test' }, 'Send invitation') },
  { name: 'deactivating somebody', as: 'ada', path: '/settings/users', act: deactivatingAgnes },
  { name: 'groups', as: 'ada', path: '/settings/permissions' },
  { name: 'new group', as: 'ada', path: '/settings/permissions/new' },
  { name: 'group of the agents', as: 'ada', path: '/settings/permissions', act: (page) => press(page, 'link', 'ITSM Agent') },
  { name: 'ITSM settings', as: 'ada', path: '/settings/itsm' },
  { name: 'ITSM settings with an error', as: 'ada', path: '/settings/itsm', act: filling({ ticket_prefix: 'no' }, 'Save'), status: 422 },
  { name: 'email templates', as: 'ada', path: '/settings/itsm/templates' },
  { name: 'email template', as: 'ada', path: '/settings/itsm/templates/ticket.resolved.reporter' },
  { name: 'email template with errors', as: 'ada', path: '/settings/itsm/templates/ticket.created.agents', act: filling({ subject: '{{nope}}', html: '{{' }, 'Save'), status: 422 },
  { name: 'email template, saved', as: 'ada', path: '/settings/itsm/templates/ticket.closed.reporter?language=de', act: sending('Save') },
  { name: 'API keys', as: 'ada', path: '/settings/api-keys' },
  { name: 'new API key', as: 'ada', path: '/settings/api-keys/new' },
  { name: 'new API key with errors', as: 'ada', path: '/settings/api-keys/new', act: sending('Create key'), status: 422 },
  { name: 'API key, shown once', as: 'ada', path: '/settings/api-keys/new', act: makingKey },
  { name: 'replacing an API key', as: 'ada', path: '/settings/api-keys', act: (page) => press(page, 'link', 'Replace Monitoring') },
  { name: 'revoking an API key', as: 'ada', path: '/settings/api-keys', act: (page) => press(page, 'link', 'Revoke Monitoring') },
  { name: 'settings log', as: 'ada', path: '/settings/log' },
  { name: 'settings log without entries', as: 'ada', path: '/settings/log?part=permissions' },

  { name: 'editing somebody', as: 'ada', path: '/settings/users', act: editing('Agnes Agent') },
  { name: 'editing somebody with errors', as: 'ada', path: '/settings/users', act: editingWrongly, status: 422 },
  { name: 'somebody whose address waits', as: 'ada', path: '/settings/users', act: (page) => press(page, 'link', 'Nora Example') },
  { name: 'removing a second step', as: 'ada', path: '/settings/users', act: removingSecondStep },
  { name: 'sign-in settings', as: 'ada', path: '/settings/sign-in' },

  { name: 'your mails', as: 'agnes', path: '/me' },
  { name: 'your sign-in', as: 'rita', path: '/me/sign-in' },
  { name: 'your sign-in with a second step', as: 'stella', path: '/me/sign-in?done=code_used' },
  { name: 'your sign-in, of the platform team', as: 'petra', path: '/me/sign-in' },
  { name: 'changing your password', as: 'rita', path: '/me/password' },
  { name: 'changing your password with errors', as: 'rita', path: '/me/password', act: sending('Change the password'), status: 422 },
  { name: 'setting up an app', as: 'rita', path: '/me/authenticator' },
  { name: 'setting up an app with errors', as: 'rita', path: '/me/authenticator', act: sending('Set it up'), status: 422 },
  { name: 'removing an app', as: 'stella', path: '/me/authenticator/remove' },
  { name: 'removing a passkey', as: 'stella', path: '/me/sign-in', act: (page) => press(page, 'link', /^Remove Phone/) },
  { name: 'adding a passkey', as: 'rita', path: '/me/passkeys/new' },
  { name: 'new recovery codes', as: 'stella', path: '/me/recovery-codes' },
  { name: 'recovery codes, shown once', as: 'stella', path: '/me/recovery-codes', act: filling({ old_password: testPassword }, 'Show new codes') },
  { name: 'your keys', as: 'agnes', path: '/me/keys' },
  { name: 'your keys, none', as: 'rita', path: '/me/keys' },
  { name: 'revoking your key', as: 'agnes', path: '/me/keys', act: (page) => page.getByRole('link', { name: /^Revoke/ }).first().click() },
  { name: 'your mails, saved', as: 'rita', path: '/me', act: sending('Save') },

  { name: 'console', as: 'petra', path: '/platform' },
  { name: 'console, nobody found', as: 'petra', path: '/platform?q=zzzzzz' },
  { name: 'console: new tenant', as: 'petra', path: '/platform/tenants/new' },
  { name: 'console: new tenant with errors', as: 'petra', path: '/platform/tenants/new', act: sending(/^Create tenant/), status: 422 },
  { name: 'console: a tenant', as: 'petra', path: '/platform?q=Nordwind', act: toNordwind },
  { name: 'console: a licence with errors', as: 'petra', path: '/platform?q=Nordwind', act: wrongLicence, status: 422 },
  { name: 'console: suspending', as: 'petra', path: '/platform?q=Nordwind', act: suspending },
  { name: 'console: alerts', as: 'petra', path: '/platform/alerts' },
  { name: 'console: workflows', as: 'petra', path: '/platform/workflows' },
  { name: 'console: licence changes', as: 'petra', path: '/platform/changes' },
  { name: 'problem 404 of the platform team', as: 'petra', path: '/tickets', status: 404 },
  { name: 'one-time link that is spent', as: null, path: '/account/none', status: 409 },

  { name: 'mail: is it solved?', as: null, path: 'mail:resolved/solved' },
  { name: 'mail: is it solved, while somebody else is signed in', as: 'agnes', path: 'mail:resolved/solved' },
  { name: 'mail: not answered, 503', as: null, path: 'mail:resolved/solved', act: unansweredMail, status: 503 },
  { name: 'mail: is it still broken?', as: null, path: 'mail:resolved/still-broken' },
  { name: 'mail: still broken with an error', as: null, path: 'mail:resolved/still-broken', act: sending('Send'), status: 422 },
  { name: 'mail: answered before', as: null, path: 'mail:stillBroken/solved' },
  { name: 'mail: thanks', as: null, path: 'mail:solved/solved' },
  { name: 'mail: closed meanwhile', as: null, path: 'mail:closed/still-broken' },
  { name: 'mail: link that does not work', as: null, path: '/answer/none/solved', status: 404 },

  { name: 'problem 403', as: 'rita', path: '/tickets', status: 403 },
  { name: 'problem 404', as: 'rita', path: '/desk/TKT-999999', status: 404 },
  { name: 'problem 404 for nobody', as: null, path: '/nowhere', status: 404 },
  { name: 'problem 503', as: 'rita', path: 'broken:/desk', status: 503 },
];

async function deactivatingAgnes(page: Page): Promise<void> {
  await press(page, 'link', 'Agnes Agent');
  await press(page, 'link', /^Deactivate/);
}

async function editingWrongly(page: Page): Promise<void> {
  await editing('Agnes Agent')(page);
  await filling({ name: '', email: 'nothing' }, 'Save')(page);
}

async function removingSecondStep(page: Page): Promise<void> {
  await press(page, 'link', 'Stella Sicher');
  await press(page, 'link', 'Remove the second step');
}

async function makingKey(page: Page): Promise<void> {
  await page.locator('[name=for][value=integration]').check();
  await page.locator('[name=permissions]').first().check();
  await filling({ name: 'Shown once' }, 'Create key')(page);
}

async function toNordwind(page: Page): Promise<void> {
  await andArrive(page, () =>
    page
      .getByRole('link', { name: /^Nordwind/ })
      .first()
      .click(),
  );
}

async function wrongLicence(page: Page): Promise<void> {
  await toNordwind(page);
  await filling({ max_agents: '-1', max_emails_month: '1.5' }, 'Save')(page);
}

async function suspending(page: Page): Promise<void> {
  await toNordwind(page);
  await press(page, 'link', /^Suspend/);
}

async function resolvingWithoutWords(page: Page, gateway: Gateway): Promise<void> {
  gateway.refuseWith({ code: 'malformed', key: 'refusal.solution.empty', field: 'solution' });
  await opening('Resolve')(page);
  await press(page, 'button', 'Resolve');
}

async function refusedReply(page: Page, gateway: Gateway): Promise<void> {
  gateway.refuseWith({ code: 'malformed', key: 'refusal.comment.empty', field: 'body' });
  await press(page, 'button', 'Send');
}

async function heldReply(page: Page): Promise<void> {
  await page.locator('[name=seen_public_sequence]').evaluate(setValue, '1');
  await filling({ body: 'On our way.' }, 'Send')(page);
}

async function conflictingAssignee(page: Page, gateway: Gateway): Promise<void> {
  const details = { seen: null, now: 'somebody' };
  gateway.refuseWith({ code: 'stale_field', key: 'refusal.stale.field', field: 'assigneeId', details });
  await page.getByLabel('Assignee').selectOption('');
  await press(page, 'button', 'Assign');
}

async function unansweredReply(page: Page, gateway: Gateway): Promise<void> {
  gateway.failWith(new Unavailable('Temporal is away'));
  await filling({ body: 'On our way.' }, 'Send')(page);
}

async function refusedLink(page: Page, gateway: Gateway): Promise<void> {
  gateway.refuseWith({
    code: 'asset_unknown',
    key: 'refusal.assets.unknown',
    field: 'assets',
  });
  await press(page, 'button', /^Link /);
}

async function staleAsset(page: Page): Promise<void> {
  await page.locator('[name=seen_version]').evaluate(setValue, '7');
  await filling({ name: 'Another printer' }, 'Save')(page);
}

async function unansweredMail(page: Page, gateway: Gateway): Promise<void> {
  gateway.failWith(new Unavailable('Temporal is away'));
  await press(page, 'button', 'It is solved');
}

async function conflictingEdit(page: Page): Promise<void> {
  await page.locator('[name=seen_title]').evaluate(setValue, 'As it was');
  await filling({ title: 'As I want it' }, 'Save')(page);
}

async function stillBrokenWithoutWords(page: Page): Promise<void> {
  await opening('Still broken')(page);
  await andArrive(page, () => page.locator('.desk-answer').getByRole('button').click());
}
