import type { Command } from './command.ts';
import { textDigest } from './text-digest.ts';

/**
 * The id under which a signalled command's refusal is recorded: derived from the command, so that it is recorded once.
 */
export function refusalId({ id, fingerprint }: Pick<Command, 'id' | 'fingerprint'>): string {
  return `refused/${textDigest(JSON.stringify([id, fingerprint]))}`;
}
