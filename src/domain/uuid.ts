const shape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether the value is the text of a UUID, in small letters or capitals. */
export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && shape.test(value);
}
