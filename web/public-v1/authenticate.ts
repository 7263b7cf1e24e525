import type { Middleware } from 'koa';
import { hasFlag } from '../../src/domain/licence.ts';
import type { KeyGate } from '../../src/host/api-keys/key-gate.ts';
import type { PageState } from '../http/context.ts';
import { Problem } from '../http/errors.ts';

const challenge = 'Bearer realm="Uslimato ITSM"';

/**
 * Finds the caller by their API key, with permissions and licence of this moment (R10). Only `Authorization: Bearer`
 * counts (RFC 6750); without the public API in the licence everything is 404 (R12).
 */
export function authenticate(gate: KeyGate): Middleware<PageState> {
  return async (ctx, next) => {
    const given = ctx.get('Authorization');
    if (!/^bearer(\s|$)/i.test(given)) {
      throw new Problem(401, 'key_required', { headers: { 'WWW-Authenticate': challenge } });
    }
    const caller = await gate.callerBy(given.slice('bearer'.length).trim(), ctx.ip);
    if (caller === null) {
      throw new Problem(401, 'key_invalid', {
        headers: { 'WWW-Authenticate': `${challenge}, error="invalid_token"` },
      });
    }
    ctx.state.caller = caller;
    if (!hasFlag(caller.licence, 'public_api', ctx.state.now)) throw new Problem(404, 'not_found');
    await next();
  };
}
