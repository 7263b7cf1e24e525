/** The task queue of the bare workflow. */
export const floorTaskQueue = 'bench-floor';

/** Connections to PostgreSQL of a process, as many as the product's processes have. */
export const poolSize = 10;

/** The workflow of a row. */
export function floorWorkflowId(id: string): string {
  return `floor/${id}`;
}
