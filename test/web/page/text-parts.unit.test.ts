import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { textParts } from '../../../web/page/text-parts.ts';

describe('the parts of a text', () => {
  it('are its words and its web addresses, without the punctuation behind them', () => {
    expect(textParts('See https://a.example/x?y=1, or (http://b.example/).')).toEqual([
      { text: 'See ' },
      { text: 'https://a.example/x?y=1', href: 'https://a.example/x?y=1' },
      { text: ', or (' },
      { text: 'http://b.example/', href: 'http://b.example/' },
      { text: ').' },
    ]);
    expect(textParts('https://de.example/wiki/A_(b)').map(({ href }) => href)).toEqual([
      'https://de.example/wiki/A_(b)',
    ]);
  });

  it('link nothing but http and https', () => {
    for (const text of [
      'javascript:alert(1)',
      'data:text/html,x',
      'HTTPSX://a',
      'ftp://a.example',
      'xhttps://a.example',
      'https://',
    ]) {
      expect(textParts(text).some(({ href }) => href !== undefined)).toBe(false);
    }
  });

  it('are links for the first two hundred addresses, and plain after that', () => {
    const parts = textParts('http://a.b '.repeat(1000));
    expect(parts.filter(({ href }) => href !== undefined)).toHaveLength(200);
    expect(parts.map(({ text }) => text).join('')).toHaveLength(11_000);
  });

  it('lose nothing of the text', () => {
    const pieces = fc.array(
      fc.oneof(fc.string(), fc.constantFrom('https://a.example', 'http://', ')', '(', '. ', '"')),
    );
    fc.assert(
      fc.property(pieces, (words) => {
        const text = words.join('');
        expect(
          textParts(text)
            .map((part) => part.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});
