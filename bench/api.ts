import { inTenant } from '../src/db/in-tenant.ts';
import type { Orm } from '../src/db/orm.ts';
import { apiScopes } from '../src/domain/api-scopes.ts';
import { createApiKey } from '../src/host/api-keys/create-api-key.ts';
import { type Figures, measure } from './measure.ts';

/** The API by an agent's key, over HTTP: file, read one, list 25 of them, change, as a program would. */
export async function measureApi(
  { orm, url }: Readonly<{ orm: Orm; url: string }>,
  { tenantId, agentId }: Readonly<{ tenantId: string; agentId: string }>,
  round: { clients: number; count: number },
): Promise<Figures[]> {
  const wish = { name: 'Bench', scopes: apiScopes, for: { userId: agentId }, expiresAt: null, by: null };
  const { key } = await inTenant(orm, tenantId, (em) => createApiKey(em, tenantId, wish));
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };

  const call = async (method: string, path: string, body?: object): Promise<{ id: string }> => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(`${url}/public/v1${path}`, { method, headers, ...sent });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answers ${answer.status}: ${text}`);
    return JSON.parse(text) as { id: string };
  };
  const ids: string[] = [];
  const one = (place: number): string => `/tickets/${ids[place] ?? ''}`;
  return [
    await measure('API: POST', round, async (place) => {
      const fire = { type: 'incident', title: `Bench ${place}`, description: 'It is slow.' };
      ids[place] = (await call('POST', '/tickets', fire)).id;
    }),
    await measure('API: GET one', round, async (place) => void (await call('GET', one(place)))),
    await measure('API: list of 25', round, async () => void (await call('GET', '/tickets?limit=25'))),
    await measure('API: PATCH', round, async (place) => {
      await call('PATCH', one(place), { status: 'in_progress' });
    }),
  ];
}
