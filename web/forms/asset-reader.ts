import type { AssetReader } from '../../src/db/reading/assets.ts';
import { assetReach } from '../../src/domain/asset.ts';
import { actorOf } from '../http/commands.ts';
import type { Principal } from '../http/context.ts';

/** Which assets the person may open: all of the tenant, or those that they hold. */
export function assetReaderOf(principal: Principal): AssetReader {
  return { userId: principal.userId, reach: assetReach(actorOf(principal)) };
}
