import type { Flag } from '../../../src/domain/licence.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import type { TestWeb } from '../../support/web.ts';

export type Office = TestTenant<'ada' | 'agnes' | 'rita' | 'tom'>;

/** A tenant with `ada`, who manages assets and works no tickets, the agent `agnes`, and the reporters `rita` and `tom`. */
export function office(web: TestWeb, more: { flags?: readonly Flag[]; licence?: null } = {}): Promise<Office> {
  return createTenant(web.orm, {
    ...more,
    people: {
      ada: { name: 'Ada Assets', permissions: ['assets:manage'] },
      agnes: { name: 'Agnes Agent', agent: true },
      rita: { name: 'Rita Reporter' },
      tom: { name: 'Tom Reporter' },
    },
  });
}

/** By whom the assets of an office come to be. */
export const keeper = ({ id: tenantId, people }: Office) => ({ tenantId, by: people.ada.userId });
