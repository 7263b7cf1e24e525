/** Who searches: agents find everything; somebody else their own tickets by what they may see of them (R3). */
export type Searcher = Readonly<{ kind: 'agent' } | { kind: 'reporter'; userId: string }>;

export const anAgent: Searcher = { kind: 'agent' };
