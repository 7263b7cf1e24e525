import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Sequencer from '@jest/test-sequencer';

/**
 * The files that take longest, in the order in which they begin. Jest knows how long a file took only where it has run
 * before, and a long one that begins last leaves one of the two workers idle. Those that keep a core busy (a browser, a
 * matrix of requests) stand among those that mostly wait (for what was killed to come back).
 */
const longest = [
  'browser/accessibility',
  'faults/worker-killed',
  'faults/database-ahead',
  'faults/hot-ticket',
  'faults/temporal-down',
  'web/route-access',
  'local/npm-start',
  'faults/postgres-restarted',
  'workflows/release',
  'workflows/quota-audit',
  'faults/mail',
  'workflows/asset-race',
  'faults/postgres-frozen',
  'faults/standing-still',
  'web/bounds',
  'browser/story',
  'outbox/mail-quota',
  'browser/assets',
  'outbox/invitations',
  'browser/licence',
  'workflows/concurrency',
  'workflows/healing',
  'web/public-v1/walk',
  'browser/keyboard',
  'workflows/repeating',
  'browser/passkeys',
  'workflows/refresh',
  'web/public-v1/writes',
  'workflows/long-life',
  'browser/templates',
  'outbox/licence-now',
  'mail/text-cost.unit',
  'workflows/signals',
].map((name) => fileURLToPath(new URL(`../${name}.test.ts`, import.meta.url)));

/** Jest's own order, but for the files that take longest: they come first, so that both workers end at about the same time. */
export default class LongestFirst extends Sequencer {
  /** @param {import('@jest/test-sequencer').Test[]} tests */
  async sort(tests) {
    const gone = longest.filter((path) => !existsSync(path));
    if (gone.length > 0) throw new Error(`Take what is no test any more off test/support/longest-first.js: ${gone}`);
    const usual = await Sequencer.prototype.sort.call(this, tests);
    return usual.toSorted((one, other) => placeOf(one) - placeOf(other));
  }
}

function placeOf({ path }) {
  return longest.includes(path) ? longest.indexOf(path) : longest.length;
}
