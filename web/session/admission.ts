import { type Account, inAccount } from '../../src/db/in-account.ts';
import {
  hasSecondStep,
  isSecondStepRequired,
  readSecondSteps,
} from '../../src/host/identity/second-step/second-steps.ts';
import {
  closeStep,
  findStep,
  openStep,
  type StepUnderway,
} from '../../src/host/identity/second-step/steps-underway.ts';
import { typedIn } from '../forms/form.ts';
import type { PageContext, WebDeps } from '../http/context.ts';
import { localPath } from '../http/local-path.ts';
import { translatorOf } from '../http/reader.ts';
import { sessionCookie, stepCookie } from './cookie.ts';
import { enter } from './sessions.ts';
import { seeOther } from '../http/redirect.ts';

/** What is still missing after the right password: the second step, setting one up first, or nothing. */
type NextStage = 'second-step' | 'set-up' | 'in';

const stagePaths = { 'second-step': '/sign-in/second-step', 'set-up': '/sign-in/set-up' } as const;

/** The stages of a sign-in after the password; created once per group of routes. */
export type Admission = Readonly<{
  /** Signs in whoever needs nothing but the password, and redirects everybody else to the stage that is missing. */
  afterPassword(ctx: PageContext, account: Account, next: string | undefined): Promise<void>;
  /**
   * The account that gave its password in this browser a moment ago and is at that stage; null if the browser has been
   * redirected to the stage where its sign-in is. From here on, the page speaks the account's language.
   */
  at(ctx: PageContext, stage: Exclude<NextStage, 'in'>): Promise<StepUnderway | null>;
  /** Signs the account in on this browser; the answer is up to the caller. */
  admit(ctx: PageContext, account: Account): Promise<void>;
}>;

/** The admission to this site, with this database. */
export function createAdmission({ orm, config }: Pick<WebDeps, 'orm' | 'config'>): Admission {
  const session = sessionCookie(config);
  const step = stepCookie(config);

  const stageOf = (account: Account): Promise<NextStage> =>
    inAccount(orm, account, async (em) => {
      if (hasSecondStep(await readSecondSteps(em, account))) return 'second-step';
      return (await isSecondStepRequired(em, account)) ? 'set-up' : 'in';
    });

  const admit = async (ctx: PageContext, account: Account): Promise<void> => {
    const id = step.read(ctx);
    if (id !== undefined) {
      await closeStep(orm, id);
      step.clear(ctx);
    }
    await enter(ctx, orm, session, account);
  };

  return {
    admit,
    at: async (ctx, stage) => {
      const id = step.read(ctx);
      const underway = id === undefined ? null : await findStep(orm, id);
      const now = underway === null ? 'in' : await stageOf(underway);
      if (underway !== null && now === stage) {
        ctx.state.translator = translatorOf(ctx, underway);
        return underway;
      }
      if (now === 'in') startAgain(ctx);
      else goToStage(ctx, now, nextIn(ctx));
      return null;
    },
    afterPassword: async (ctx, account, next) => {
      const stage = await stageOf(account);
      if (stage === 'in') {
        await admit(ctx, account);
        return goOn(ctx, next);
      }
      step.write(ctx, await openStep(orm, account));
      goToStage(ctx, stage, next);
    },
  };
}

/** Our page that the person wanted, by the form or the address. */
export function nextIn(ctx: PageContext): string | undefined {
  return localPath(ctx.method === 'POST' ? typedIn(ctx)['next'] : ctx.query['next']);
}

/** Redirects to the page that the person wanted, or to their home page. */
export function goOn(ctx: PageContext, next: string | undefined): void {
  seeOther(ctx, next ?? '/');
}

/** Redirects to the page of a stage, passing on the page that the person wanted. */
function goToStage(ctx: PageContext, stage: Exclude<NextStage, 'in'>, next: string | undefined): void {
  seeOther(ctx, stagePaths[stage] + (next === undefined ? '' : `?next=${encodeURIComponent(next)}`));
}

/** Redirects to the start, which says that the sign-in took too long. */
function startAgain(ctx: PageContext): void {
  seeOther(ctx, '/sign-in?ended');
}
