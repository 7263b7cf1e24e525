/** The task queue of the bare workflow. */
export const floorTaskQueue = 'bench-floor';

/** As many connections to PostgreSQL as the product's processes have. They stay, with what was prepared on them. */
export const poolOptions = { max: 10, idleTimeoutMillis: 0 } as const;

/** The workflow of a row. */
export function floorWorkflowId(id: string): string {
  return `floor/${id}`;
}
