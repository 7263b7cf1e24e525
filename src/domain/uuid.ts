const shape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether the value is a UUID in text form, in lower or upper case. */
export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && shape.test(value);
}
