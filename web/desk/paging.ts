import type { DeskPlace } from '../../src/db/reading/desk-tickets.ts';

const pattern = /^([01])_(\d{1,14})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** A place in the list as the address carries it. */
export function placeToText({ asks, changedAt, id }: DeskPlace): string {
  return `${asks ? 1 : 0}_${changedAt.getTime()}_${id}`;
}

/** The place that an address carries; null, the beginning, for what makes no sense. */
export function placeFromText(text: string): DeskPlace | null {
  const [, asks, at, id] = pattern.exec(text) ?? [];
  const changedAt = new Date(Number(at));
  if (id === undefined || Number.isNaN(changedAt.getTime())) return null;
  return { asks: asks === '1', changedAt, id };
}
