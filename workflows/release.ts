import {
  condition,
  continueAsNew,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { longWork } from './activity-options.ts';
import { wakeSignal } from '../src/temporal/messages.ts';

const { releaseSome, finishRelease } = proxyActivities<Activities>(longWork);

/** Tickets normally let go within a second or two. If a workflow is stuck, it is asked less and less often. In ms. */
const firstPause = 2_000;
const longestPause = 5 * 60_000;

/** After this many pages a run continues as new, unless Temporal suggests it earlier. */
const defaultContinueAfter = 200;

/**
 * The current pass over the tenant's tickets. `signals` counts over all passes, `foundBefore` is what the last one
 * found.
 */
type Pass = Readonly<{
  after: string | null;
  askedAt: string | null;
  found: number;
  failed: number;
  foundBefore: number | null;
  pause: number;
  signals: number;
}>;

/** `carried`: passed from one run to the next at continue-as-new. */
export type ReleaseInput = Readonly<{ tenantId: string; carried?: Pass; continueAfter?: number }>;

/**
 * Takes former agents of a tenant off their active tickets (R6) by signalling those tickets' workflows: passes over all
 * of them, page by page, until one pass finds none. Its state follows from the rows, so it may be terminated and
 * started at any time.
 */
export async function release(input: ReleaseInput): Promise<{ signals: number }> {
  const { tenantId, continueAfter = defaultContinueAfter } = input;
  let pass: Pass = input.carried ?? nextPass(null);
  let woken = false;
  setHandler(
    wakeSignal,
    () => {
      woken = true;
    },
    { description: 'Look again: somebody else is no agent any more' },
  );
  for (let pages = 1; ; pages += 1) {
    if (pass.after === null) woken = false;
    const page = await releaseSome({ tenantId, after: pass.after });
    pass = {
      ...pass,
      after: page.next,
      askedAt: pass.after === null ? page.askedAt : pass.askedAt,
      found: pass.found + page.found,
      failed: pass.failed + page.failed,
      signals: pass.signals + page.found - page.failed,
    };
    setCurrentDetails(detailsOf(pass));
    if (pass.after === null) {
      if (pass.found > 0) await condition(() => woken, pass.pause);
      else if ((await finishRelease({ tenantId, askedAt: pass.askedAt })) && !woken) return { signals: pass.signals };
      pass = nextPass(pass);
    }
    if (pages >= continueAfter || workflowInfo().continueAsNewSuggested) {
      await continueAsNew<typeof release>({ ...input, carried: pass });
    }
  }
}

/**
 * The next pass, from the first ticket. The pause after it grows unless the last pass found fewer than the one before.
 */
function nextPass(last: Pass | null): Pass {
  const begin = { after: null, askedAt: null, found: 0, failed: 0 };
  if (last === null) return { ...begin, foundBefore: null, pause: firstPause, signals: 0 };
  const goesOn = last.foundBefore === null || last.found < last.foundBefore;
  const pause = goesOn ? firstPause : Math.min(2 * last.pause, longestPause);
  return { ...begin, foundBefore: last.found, pause, signals: last.signals };
}

function detailsOf({ found, failed, signals, after }: Pass): string {
  const where = after === null ? 'This pass is over' : `This pass goes on after ticket ${after}`;
  return `${where}: ${found} tickets of former agents found, ${failed} could not be told. ${signals} signals in all.`;
}
