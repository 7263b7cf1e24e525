/** A run whose history is worth keeping. Without `runId` it is the latest run of its workflow. */
export type Run = Readonly<{ workflowId: string; runId?: string }>;
