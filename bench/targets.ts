/** What a figure has to be: its value or its ratio to the floor, at least or at most `target`. */
export type Target = Readonly<{
  name: string;
  clients: number;
  metric: string;
  of: 'value' | 'ratio';
  is: 'at least' | 'at most';
  target: number;
}>;

/** The same target for several operations. */
function each(names: readonly string[], rest: Omit<Target, 'name'>): Target[] {
  return names.map((name) => ({ name, ...rest }));
}

const many = { clients: 20, metric: 'throughput', of: 'ratio', is: 'at least' } as const;

/** Operations of a tenant whose licence has no e-mail notifications. */
export const withoutNotices = (name: string): string => `${name}, no notices`;

/** What the product is held to, on two cores that the client shares. */
export const targets: readonly Target[] = [
  ...each(['create'], { ...many, target: 0.6 }),
  ...each(['status change', 'reply', 'assign'], { ...many, target: 0.65 }),
  ...each(['create', 'status change', 'reply', 'assign'].map(withoutNotices), { ...many, target: 0.8 }),
  ...each(['create', 'status change'], { clients: 1, metric: 'p50', of: 'ratio', is: 'at most', target: 1.4 }),
  ...each(['queue page', 'ticket page', 'API: list of 25'], { ...many, target: 0.35 }),
  ...each(['API: GET one'], { ...many, target: 0.5 }),
  ...each(['queue page, first visit'], { clients: 1, metric: 'wire', of: 'value', is: 'at most', target: 30 }),
  ...each(['ordinary story'], { clients: 1, metric: 'events', of: 'value', is: 'at most', target: 60 }),
  ...each(['create meanwhile', 'queue page meanwhile'], {
    clients: 1,
    metric: 'p95',
    of: 'ratio',
    is: 'at most',
    target: 2,
  }),
  ...each(['worker start'], { clients: 1, metric: 'ready', of: 'value', is: 'at most', target: 4 }),
  ...each(['queue page, 1,000,000 tickets', 'queue of open tickets, 1,000,000 tickets'], {
    clients: 1,
    metric: 'p50',
    of: 'ratio',
    is: 'at most',
    target: 1.3,
  }),
  ...each(['worker, 20,000 open tickets'], {
    clients: 1,
    metric: 'memory',
    of: 'value',
    is: 'at most',
    target: 1000,
  }),
];
