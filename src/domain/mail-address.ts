/**
 * The normal form of an e-mail address: two addresses are the same exactly when their normal forms are the same text.
 * Addresses are normalised here, and nowhere else, before they are stored, looked up, counted or compared: lower case
 * depends on language and version, and PostgreSQL's differs from JavaScript's (`İ` alone has three). NFC, lower case,
 * no dot above an i, one small sigma. Idempotent.
 */
export function normalAddress(address: string): string {
  return address
    .normalize('NFC')
    .toLowerCase()
    .replace(/i\u0307+/g, 'i')
    .replaceAll('ς', 'σ')
    .normalize('NFC');
}
