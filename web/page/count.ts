/** A whole number as people read it: "12,500". */
export function formatCount(n: number): string {
  return n.toLocaleString('en');
}

/** A number of things: "1 tenant", "2,000 tenants". */
export function counted(n: number, noun: string): string {
  return `${formatCount(n)} ${noun}${n === 1 ? '' : 's'}`;
}
