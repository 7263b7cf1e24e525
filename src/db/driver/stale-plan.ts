/**
 * Whether a migration has changed a table under a statement that was prepared before: `cached plan must not change result
 * type` (0A000, feature not supported).
 */
export function isStalePlan(error: unknown): boolean {
  // By the name of PostgreSQL's function, since its message comes in the server's language.
  return error instanceof Error && 'routine' in error && error.routine === 'RevalidateCachedQuery';
}

/**
 * Runs `work`, and once more where a plan was stale: its connection has prepared nothing under the names of now. `work` has
 * to be whole, a transaction or one statement outside of any.
 */
export async function withFreshPlans<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isStalePlan(error)) throw error;
    return work();
  }
}
