import type { ListedKey } from '../../../src/db/reading/settings-keys.ts';
import type { Translator } from '../../../src/locales/translator.ts';
import { userPath } from '../users/paths.ts';
import { keysPath } from './paths.ts';
import { integrationLabel, keyState, scopesLabel } from './labels.ts';

/** A key as pages show it: everything but its text, which cannot be shown again. */
export function presentKey(translator: Translator, key: ListedKey, now: Date) {
  const state = keyState(translator, key, now);
  return {
    id: key.id,
    name: key.name,
    beginning: `itk_${key.environment}_${key.id.slice(0, 8)}…`,
    person: key.person === null ? null : { name: key.person.name, href: userPath(key.person.id) },
    integration: key.person === null ? integrationLabel(translator, key) : null,
    scopes: scopesLabel(translator, key.scopes),
    createdAt: key.createdAt,
    lastUsedAt: key.lastUsedAt,
    state,
    revoke: state.lasts ? `${keysPath}/${key.id}/revoke` : null,
    rotate: state.lasts && !key.isReplaced ? `${keysPath}/${key.id}/rotate` : null,
  };
}
