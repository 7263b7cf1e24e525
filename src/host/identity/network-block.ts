import { isIPv6 } from 'node:net';

/**
 * What attempts from an IP address are counted by. For IPv6 it is the first 64 bits, `2001:db8:0:1::/64`: every
 * subscriber has at least that many addresses, and may use another one for each attempt. An IPv4 address stands for
 * itself, also when written as IPv6 (`::ffff:192.0.2.1`); anything else is used as it is.
 */
export function networkBlock(address: string): string {
  if (!isIPv6(address)) return address;
  const groups = groupsOf(address);
  const [high = '', low = ''] = groups.slice(6);
  if (groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff') return [...bytesOf(high), ...bytesOf(low)].join('.');
  return `${groups.slice(0, 4).join(':')}::/64`;
}

/** The eight groups of an IPv6 address, without leading zeros and zone. */
function groupsOf(address: string): string[] {
  const written = new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname.slice(1, -1);
  const [head = [], tail = []] = written.split('::').map((part) => part.split(':').filter((group) => group !== ''));
  return [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail];
}

function bytesOf(group: string): number[] {
  const value = Number.parseInt(group, 16);
  return [value >> 8, value & 0xff];
}
