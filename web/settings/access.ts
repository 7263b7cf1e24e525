import type { Access } from '../http/route.ts';

/** The administrators of a licensed tenant (R11, R25). */
export const settings: Access = { audience: 'settings', permission: 'settings:manage', licensed: true };
