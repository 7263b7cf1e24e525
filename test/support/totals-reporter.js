import { writeFileSync } from 'node:fs';

/**
 * Writes `N passed, N failed` to the file named by JEST_TOTALS_FILE, for the last line of `.ci/run`. A test file that
 * could not even be loaded counts as one failure: none of its tests appears in Jest's own number.
 */
export default class TotalsReporter {
  /** @param {unknown} _contexts @param {import('@jest/reporters').AggregatedResult} results */
  onRunComplete(_contexts, results) {
    const file = process.env.JEST_TOTALS_FILE;
    if (!file) return;
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    writeFileSync(file, `${results.numPassedTests} passed, ${failed} failed\n`);
  }
}
