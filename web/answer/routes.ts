import type { WebDeps } from '../http/context.ts';
import { type Access, form, get, type Route } from '../http/route.ts';
import { answerPage } from './answer-page.ts';
import { giveAnswer } from './give-answer.ts';

const answering: Access = { audience: 'mail-link', flag: 'email_notifications' };

/**
 * The pages behind the two buttons of the mail about a resolution (R7). No sign-in is required. Mail scanners follow
 * links, so GET changes nothing.
 */
export function answerRoutes(deps: WebDeps): Route[] {
  return [
    get('/answer/:token/solved', answering, answerPage(deps, 'solved')),
    form('/answer/:token/solved', answering, giveAnswer(deps, 'solved')),
    get('/answer/:token/still-broken', answering, answerPage(deps, 'still_broken')),
    form('/answer/:token/still-broken', answering, giveAnswer(deps, 'still_broken')),
  ];
}
