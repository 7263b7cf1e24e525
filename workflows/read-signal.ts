import type { Command } from '../src/domain/command.ts';
import { areChanges, isCommand, isName } from '../src/domain/command-shape.ts';
import { textDigest } from '../src/domain/text-digest.ts';

/**
 * The command in a signal. Operators type signals by hand, so `{ "operator": "name", "changes": [...] }` is enough.
 * Anything that is not a command becomes one without changes, which is refused as malformed and recorded like every
 * refused signal.
 */
export function readSignal(signal: unknown, newId: () => string): Command {
  if (isCommand(signal)) return signal;
  const typed = typeof signal === 'object' && signal !== null ? (signal as Record<string, unknown>) : {};
  const name = isName(typed.operator) ? typed.operator : 'unnamed';
  const changes = typed.actor === undefined && areChanges(typed.changes) ? typed.changes : [];
  return {
    id: isName(typed.id) ? typed.id : newId(),
    fingerprint: `signal ${textDigest(JSON.stringify([name, changes]))}`,
    actor: { kind: 'operator', name },
    changes,
  };
}
