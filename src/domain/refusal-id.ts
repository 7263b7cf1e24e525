import type { Command } from './command.ts';
import { textDigest } from './text-digest.ts';

/** The id under which the refusal of a signalled command is recorded: the same for the same command, so that it is once. */
export function refusalId({ id, fingerprint }: Pick<Command, 'id' | 'fingerprint'>): string {
  return `refused/${textDigest(JSON.stringify([id, fingerprint]))}`;
}
