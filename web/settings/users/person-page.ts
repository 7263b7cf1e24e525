import { inTenant } from '../../../src/db/in-tenant.ts';
import {
  readLinkMails,
  readUser,
  readUserChanges,
  readUnconfirmedAddress,
} from '../../../src/db/reading/settings-user.ts';
import { Refused } from '../../../src/domain/refusal.ts';
import { idInPath, type PageContext, principalOf, type WebDeps } from '../../http/context.ts';
import { Problem, refusalStatus } from '../../http/errors.ts';
import { readSecondSteps } from '../../../src/host/identity/second-step/second-steps.ts';
import { errorsOf, commandIdFor } from '../../forms/form.ts';
import type { FormErrors } from '../../forms/field-error.ts';
import { render } from '../../page/render.ts';
import type { Handler } from '../../http/route.ts';
import { changeSentence } from '../log/describe-change.ts';
import { flashIn } from './flash.ts';
import { presentLinkMails } from './present-link-mails.ts';
import { presentUser, secondStepLabel } from './present-user.ts';
import { readSeats } from './seats.ts';

const mostMails = 5;
const mostChanges = 20;

/** GET /settings/users/:id: a person, what they may do, and what was changed about them. */
export function personPage(deps: WebDeps): Handler {
  return (ctx) => showPerson(ctx, deps, []);
}

/** The page of the person in the path; 404 if the tenant has no such person. */
export async function showPerson(ctx: PageContext, { orm }: WebDeps, errors: FormErrors): Promise<void> {
  const { tenantId, userId } = principalOf(ctx);
  const id = idInPath(ctx);
  const { user, mails, changes, seats, steps, waiting } = await inTenant(orm, tenantId, async (em) => ({
    user: await readUser(em, id),
    mails: await readLinkMails(em, id, mostMails),
    changes: await readUserChanges(em, id, mostChanges),
    seats: await readSeats(ctx.state.translator, em, tenantId),
    steps: await readSecondSteps(em, { tenantId, userId: id }),
    waiting: await readUnconfirmedAddress(em, id, ctx.state.now),
  }));
  if (user === null) throw new Problem(404, 'not_found');
  render(ctx, 'settings/users/views/person', {
    title: user.name,
    errors,
    flash: flashIn(ctx),
    user: presentUser(ctx.state.translator, user),
    waiting,
    secondStep: secondStepLabel(ctx.state.translator, steps),
    isSelf: user.id === userId,
    mails: presentLinkMails(mails, ctx.state.now),
    changes: changes.map((change) => ({ sentence: changeSentence(ctx.state.translator, change), at: change.at })),
    seats,
    commandId: commandIdFor(ctx),
  });
}

/** The person's page with a refusal; other errors are rethrown. */
export async function showRefused(ctx: PageContext, deps: WebDeps, error: unknown): Promise<void> {
  if (!(error instanceof Refused) || error.refusal.code === 'not_found') throw error;
  ctx.status = refusalStatus(error.refusal.code);
  await showPerson(ctx, deps, errorsOf(error.refusal, []));
}
