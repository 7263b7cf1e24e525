const primes = [0x01000193, 0x85ebca6b] as const;

/**
 * Tells texts apart: the length and two FNV-1a hashes of 32 bits each, in hex. There is no crypto in a workflow, and
 * nothing here has to withstand somebody searching for two texts with the same digest.
 */
export function textDigest(text: string): string {
  const hashes = primes.map((prime) => {
    let hash = 0x811c9dc5;
    for (let place = 0; place < text.length; place += 1) hash = Math.imul(hash ^ text.charCodeAt(place), prime) >>> 0;
    return hash.toString(16).padStart(8, '0');
  });
  return `${text.length}-${hashes.join('')}`;
}
