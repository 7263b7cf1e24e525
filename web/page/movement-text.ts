import { movementOfLabel } from '../../src/domain/asset.ts';
import { type Message, message } from '../../src/locales/message.ts';

/** The label that a ticket keeps of a movement, for its reader: "Hand-over, 28 Nov 2026". Any other text stays as it is. */
export function movementText(label: string): Message {
  const movement = movementOfLabel(label);
  if (movement === null) return message('assets.movement_label.other', { label });
  return message('assets.movement_label.kind_and_day', {
    kind: message(`assets.kind.${movement.kind}`),
    day: movement.day,
  });
}
