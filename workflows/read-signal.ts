import type { Command } from '../src/domain/command.ts';
import { areChanges, isCommand, isName } from '../src/domain/command-shape.ts';

/**
 * The command in a signal. Operators type signals by hand, so `{ "operator": "name", "changes": [...] }` is enough; what
 * is no command at all becomes one without changes, which is refused as malformed and recorded like every refused signal.
 */
export function readSignal(signal: unknown, newId: () => string): Command {
  if (isCommand(signal)) return signal;
  const typed = typeof signal === 'object' && signal !== null ? (signal as Record<string, unknown>) : {};
  const name = isName(typed.operator) ? typed.operator : 'unnamed';
  const changes = typed.actor === undefined && areChanges(typed.changes) ? typed.changes : [];
  return {
    id: isName(typed.id) ? typed.id : newId(),
    fingerprint: fingerprintOf(JSON.stringify([name, changes])),
    actor: { kind: 'operator', name },
    changes,
  };
}

/** Tells one signal from another under the same id: FNV-1a, 32 bits, and the length. There is no crypto in a workflow. */
function fingerprintOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let place = 0; place < text.length; place += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193) >>> 0;
  }
  return `signal ${text.length} ${hash.toString(16)}`;
}
