import { formatCount } from '../page/count.ts';
/**
 * What a change takes away: how many people stop being agents, the first of them by name, and how many active tickets
 * they have (R6).
 */
export type Loss = Readonly<{
  people: number;
  names: readonly string[];
  tickets: number;
  /** Whoever makes the change may not change settings afterwards. */
  ownSettings: boolean;
}>;

/** How many are named; the rest are counted. */
export const mostNamed = 10;

/** What would be lost, in sentences. */
export function lossLines({ people, names, tickets, ownSettings }: Loss): string[] {
  const lines: string[] = [];
  if (people > 0) {
    const unnamed = people - names.length;
    const who = unnamed > 0 ? `${names.join(', ')} and ${formatCount(unnamed)} more` : names.join(', ');
    const count = people === 1 ? '1 person stops being an agent' : `${formatCount(people)} people stop being agents`;
    lines.push(`${count}: ${who}. ${ticketSentence(tickets)}`);
  }
  if (ownSettings) {
    lines.push(
      'You lose settings:manage yourself: Settings is closed to you until another administrator lets you in again.',
    );
  }
  return lines;
}

function ticketSentence(tickets: number): string {
  if (tickets === 0) return 'No active ticket is assigned to them.';
  if (tickets === 1) return '1 active ticket goes back to the queue.';
  return `${formatCount(tickets)} active tickets go back to the queue.`;
}
