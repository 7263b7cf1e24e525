import type { WebDeps } from '../http/context.ts';
import { type Access, form, get, post, type Route } from '../http/route.ts';
import { deletePage, removeAsset } from './delete-asset.ts';
import { editAssetPage, saveAsset } from './edit-asset.ts';
import { historyPage } from './history-page.ts';
import { listPage } from './list-page.ts';
import { movementsPage } from './movements-page.ts';
import { addAsset, newAssetPage } from './new-asset.ts';
import { overviewPage } from './overview-page.ts';
import { addMovement, newMovementPage } from './record-movement.ts';
import { ticketsPage } from './tickets-page.ts';

// This part needs no licence. Each handler checks who may open which asset: whoever manages assets or works tickets may
// open all, everybody else those that they hold.
const holding: Access = { audience: 'assets' };
const managing: Access = { ...holding, permission: 'assets:manage' };
const linking: Access = { ...holding, flag: 'asset_integration' };

/** The inventory: assets, their movements and history and, with `asset_integration`, the tickets about them. */
export function assetRoutes(deps: WebDeps): Route[] {
  return [
    get('/assets', holding, listPage(deps)),
    get('/assets/new', managing, newAssetPage(deps)),
    form('/assets/new', managing, addAsset(deps)),
    get('/assets/:id', holding, overviewPage(deps)),
    get('/assets/:id/movements', holding, movementsPage(deps)),
    get('/assets/:id/movements/new', managing, newMovementPage(deps)),
    form('/assets/:id/movements/new', managing, addMovement(deps)),
    get('/assets/:id/history', holding, historyPage(deps)),
    get('/assets/:id/tickets', linking, ticketsPage(deps)),
    get('/assets/:id/edit', managing, editAssetPage(deps)),
    form('/assets/:id/edit', managing, saveAsset(deps)),
    get('/assets/:id/delete', managing, deletePage(deps)),
    post('/assets/:id/delete', managing, removeAsset(deps)),
  ];
}
