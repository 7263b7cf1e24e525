import type { AssetReader } from '../src/db/reading/assets.ts';
import { assetReach } from '../src/domain/asset.ts';
import { actorOf } from './commands.ts';
import type { Principal } from './context.ts';

/** Which assets the person may open: all of the tenant, or those that they hold. */
export function assetReaderOf(principal: Principal): AssetReader {
  return { userId: principal.userId, reach: assetReach(actorOf(principal)) };
}
