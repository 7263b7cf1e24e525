import { Refused } from '../../src/domain/refusal.ts';

/** The code with which the command is refused, or "accepted"; any other failure stays one. */
export async function refusalOf(sent: Promise<unknown>): Promise<string> {
  try {
    await sent;
    return 'accepted';
  } catch (error) {
    if (error instanceof Refused) return error.refusal.code;
    throw error;
  }
}
