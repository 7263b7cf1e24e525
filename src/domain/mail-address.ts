/**
 * The normal form of an e-mail address: two addresses are one exactly when their normal forms are the same text. Addresses
 * are normalised here before they are stored, looked up, counted or compared, and by nothing else: lower case depends on
 * language and version, and PostgreSQL's is not JavaScript's (`İ` alone has three). NFC, lower case, no dot above an i, one
 * small sigma. Applying it twice changes nothing.
 */
export function normalAddress(address: string): string {
  return address
    .normalize('NFC')
    .toLowerCase()
    .replace(/i\u0307+/g, 'i')
    .replaceAll('ς', 'σ')
    .normalize('NFC');
}
