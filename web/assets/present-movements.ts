import type { Movement } from '../../src/db/reading/asset-history.ts';
import type { Translator } from '../../src/locales/translator.ts';
import { kindLabel, movementIcons } from './labels.ts';

/**
 * Movements as the page shows them. Whoever may not see every asset learns nothing about its former holders or the
 * notes: a movement shows them its kind, day and places, and whether they took part themselves.
 */
export function presentMovements(
  { t }: Translator,
  movements: readonly Movement[],
  { seesAll, readerId }: { seesAll: boolean; readerId: string },
) {
  const person = (id: string | null, name: string | null): string | null => {
    if (id === readerId) return t('assets.movements.you');
    return seesAll ? name : null;
  };
  return movements.map((movement) => {
    const { fromHolderId, toHolderId, fromLocation, toLocation } = movement;
    const from = person(fromHolderId, movement.fromHolder);
    const to = person(toHolderId, movement.toHolder);
    const handed =
      fromHolderId === toHolderId
        ? []
        : [line(t('assets.movements.holder'), from, to, seesAll ? t('assets.movements.nobody') : null)];
    const moved =
      fromLocation === toLocation ? [] : [line(t('assets.movements.location'), fromLocation, toLocation, null)];
    return {
      id: movement.id,
      icon: movementIcons[movement.kind],
      kind: t(kindLabel(movement.kind)),
      happenedAt: movement.happenedAt,
      changes: [...handed, ...moved].filter((change) => change !== null),
      note: seesAll ? movement.note : null,
      recordedBy: seesAll ? movement.recordedBy : null,
    };
  });
}

/** From whom or where to whom or where; null if the reader may see neither. */
function line(label: string, from: string | null, to: string | null, nothing: string | null) {
  return from === null && to === null ? null : { label, from: from ?? nothing, to: to ?? nothing };
}
