import { describe, expect, it } from '@jest/globals';
import { networkBlock } from '../../../src/host/identity/network-block.ts';

describe('attempts are counted', () => {
  it.each([
    ['2001:db8:0:1::1', '2001:db8:0:1:ffff:ffff:ffff:ffff'],
    ['2001:db8:0:1::1', '2001:0DB8:0000:0001:0:0:0:abcd'],
    ['fe80::1%eth0', 'fe80::2'],
    ['::1', '::2'],
    ['192.0.2.1', '::ffff:192.0.2.1'],
    ['192.0.2.1', '::FFFF:c000:201'],
  ])('for %s and %s together', (one, other) => {
    expect(networkBlock(one)).toBe(networkBlock(other));
  });

  it.each([
    ['2001:db8:0:1::1', '2001:db8:0:2::1'],
    ['2001:db8::', '2001:db9::'],
    ['192.0.2.1', '192.0.2.2'],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.2'],
    ['::ffff:192.0.2.1', '::192.0.2.1'],
  ])('for %s and %s apart', (one, other) => {
    expect(networkBlock(one)).not.toBe(networkBlock(other));
  });

  it('for what is no address by the text', () => {
    for (const text of ['', 'unknown', '192.0.2.1:4711', '2001:db8::1::']) expect(networkBlock(text)).toBe(text);
  });

  it('under a name that says what it is', () => {
    expect(networkBlock('2001:0db8::17')).toBe('2001:db8:0:0::/64');
    expect(networkBlock('::ffff:192.0.2.1')).toBe('192.0.2.1');
  });
});
