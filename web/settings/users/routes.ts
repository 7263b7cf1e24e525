import type { WebDeps } from '../../http/context.ts';
import { form, get, post, type Route } from '../../http/route.ts';
import { settings } from '../access.ts';
import { deactivate, deactivatePage } from './deactivate.ts';
import { editPage, saveEdit } from './edit.ts';
import { invite, invitePage } from './invite.ts';
import { usersPage } from './list-page.ts';
import { personPage } from './person-page.ts';
import { reactivate } from './reactivate.ts';
import { removeSecondStepOf, secondStepPage } from './second-step.ts';
import { sendLink } from './send-link.ts';
import { withdrawAddress } from './withdraw-address.ts';
import { seeOther } from '../../http/redirect.ts';

/** Settings → Users. */
export function userRoutes(deps: WebDeps): Route[] {
  return [
    get('/settings', settings, (ctx) => {
      seeOther(ctx, '/settings/users');
    }),
    get('/settings/users', settings, usersPage(deps)),
    get('/settings/users/new', settings, invitePage(deps)),
    form('/settings/users/new', settings, invite(deps)),
    get('/settings/users/:id', settings, personPage(deps)),
    get('/settings/users/:id/edit', settings, editPage(deps)),
    form('/settings/users/:id/edit', settings, saveEdit(deps)),
    post('/settings/users/:id/address/withdraw', settings, withdrawAddress(deps)),
    form('/settings/users/:id/link', settings, sendLink(deps)),
    get('/settings/users/:id/second-step', settings, secondStepPage(deps)),
    post('/settings/users/:id/second-step', settings, removeSecondStepOf(deps)),
    get('/settings/users/:id/deactivate', settings, deactivatePage(deps)),
    post('/settings/users/:id/deactivate', settings, deactivate(deps)),
    post('/settings/users/:id/reactivate', settings, reactivate(deps)),
  ];
}
