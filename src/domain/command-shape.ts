import type { Change, Command } from './command.ts';
import { isUuid } from './uuid.ts';

const nameLimit = 500;

type Unknown = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Unknown => typeof value === 'object' && value !== null;
const isText = (value: unknown): value is string => typeof value === 'string';
const isOptionalText = (value: unknown): boolean => value === undefined || isText(value);
const isOptionalYesOrNo = (value: unknown): boolean => value === undefined || typeof value === 'boolean';

const shapes: Readonly<Record<Change['kind'], (change: Unknown) => boolean>> = {
  set_status: (change) =>
    isText(change.to) &&
    isOptionalText(change.solution) &&
    isOptionalText(change.reason) &&
    isOptionalText(change.reasonCode),
  assign: (change) => change.to === null || isUuid(change.to),
  release: (change) => isUuid(change.from),
  comment: (change) => isText(change.visibility) && isText(change.body) && isOptionalYesOrNo(change.expectsAnswer),
  edit: (change) =>
    [change.title, change.description, change.type, change.priority].every((value) => isOptionalText(value)),
  answer_resolution: (change) => isText(change.answer) && isOptionalText(change.body),
  request_withdrawal: (change) => isOptionalText(change.body),
  link_asset: (change) => isUuid(change.assetId),
  unlink_asset: (change) => isUuid(change.assetId),
  set_assets: (change) => Array.isArray(change.assetIds) && change.assetIds.every((id) => isUuid(id)),
  set_movement: (change) => change.movementId === null || isUuid(change.movementId),
  record_restart: (change) => isUuid(change.runId),
};

function isChange(value: unknown): value is Change {
  return isObject(value) && isText(value.kind) && Object.hasOwn(shapes, value.kind)
    ? shapes[value.kind as Change['kind']](value)
    : false;
}

/**
 * Whether what came in has the shape of a command, so that `decide` can only accept or refuse it. Signals may be typed
 * by hand in the Temporal UI, and one that throws inside the workflow would block its ticket.
 */
export function isCommand(value: unknown): value is Command {
  return (
    isObject(value) &&
    isName(value.id) &&
    isName(value.fingerprint) &&
    isActor(value.actor) &&
    (value.ifVersion === undefined || typeof value.ifVersion === 'number') &&
    (value.seen === undefined || isObject(value.seen)) &&
    areChanges(value.changes)
  );
}

/** Whether the value can serve as an id or a name in a row and its index: short, without invisible characters. */
export function isName(value: unknown): value is string {
  return isText(value) && value !== '' && value.length <= nameLimit && !/[\u0000-\u001F\u007F]/.test(value);
}

/** Whether the value is a list of at least one valid change. */
export function areChanges(value: unknown): value is Change[] {
  return Array.isArray(value) && value.length > 0 && value.every((change) => isChange(change));
}

const isOptionalKey = (key: unknown): boolean => key === undefined || (isObject(key) && isUuid(key.id));

function isActor(value: unknown): boolean {
  if (!isObject(value)) return false;
  switch (value.kind) {
    case 'user':
      return isUuid(value.id) && Array.isArray(value.permissions) && isOptionalKey(value.byKey);
    case 'integration':
      return isUuid(value.id) && Array.isArray(value.permissions);
    case 'mail_link':
      return isUuid(value.id);
    case 'system':
    case 'operator':
      return isName(value.name);
    default:
      return false;
  }
}
