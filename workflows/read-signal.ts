import type { Command } from '../src/domain/command.ts';
import { areChanges, isCommand } from '../src/domain/command-shape.ts';

/**
 * The command in a signal. Operators type signals by hand, so `{ "operator": "name", "changes": [...] }` is enough; what
 * is no command at all becomes one without changes, which is refused as malformed and recorded like every refused signal.
 */
export function readSignal(signal: unknown, newId: () => string): Command {
  if (isCommand(signal)) return signal;
  const typed = typeof signal === 'object' && signal !== null ? (signal as Record<string, unknown>) : {};
  const name = typeof typed.operator === 'string' && typed.operator !== '' ? typed.operator : 'unnamed';
  return {
    id: typeof typed.id === 'string' && typed.id !== '' ? typed.id : newId(),
    fingerprint: 'signal',
    actor: { kind: 'operator', name },
    changes: typed.actor === undefined && areChanges(typed.changes) ? typed.changes : [],
  };
}
