import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkReference, checkText, checkTitle } from '../../src/domain/text.ts';
import { accepted, refused } from './deciding.ts';

const empty = 'refusal.comment.empty';
const body = (text: string) => checkText(text, 'body', empty);

const c0 = Array.from({ length: 0x20 }, (_, code) => String.fromCharCode(code));
const notText = [...c0.filter((character) => !'\t\n\v\f\r'.includes(character)), '\u007F'];

describe('R2: the title', () => {
  it('has 1 to 200 characters, counted as people count them', () => {
    expect(accepted(checkTitle('x'))).toBe('x');
    expect(accepted(checkTitle('x'.repeat(200)))).toHaveLength(200);
    expect(accepted(checkTitle('😀'.repeat(200)))).toBe('😀'.repeat(200));
    expect(refused(checkTitle('x'.repeat(201)))).toMatchObject({ code: 'malformed', field: 'title' });
    expect(refused(checkTitle('😀'.repeat(201)))).toMatchObject({ code: 'malformed', field: 'title' });
    expect(refused(checkTitle(''))).toMatchObject({ code: 'malformed', field: 'title' });
  });

  it('is made one line, without blanks around it, before it is counted', () => {
    expect(accepted(checkTitle('  Printer\r\n\ton   fire '))).toBe('Printer on fire');
    expect(accepted(checkTitle(` ${'x'.repeat(200)}\n`))).toHaveLength(200);
    expect(refused(checkTitle(' \t\r\n ')).code).toBe('malformed');
  });

  it('has nothing that turns the direction of what surrounds it; marks of direction stay', () => {
    expect(accepted(checkTitle('a\u202Egnp.exe\u2066\u2069 b'))).toBe('agnp.exe b');
    expect(accepted(checkTitle('\u05E9\u05DC\u05D5\u05DD\u200F (1)'))).toBe('\u05E9\u05DC\u05D5\u05DD\u200F (1)');
    expect(refused(checkTitle('\u202E')).key).toBe('refusal.title.empty');
  });

  it('has no control characters and no lone surrogates', () => {
    for (const bad of [...notText, '\uD800', '\uDC00', '\uDC00\uD800']) {
      expect(refused(checkTitle(`a${bad}b`))).toMatchObject({ code: 'malformed', field: 'title' });
    }
  });
});

describe('R2: descriptions and comments', () => {
  it('have up to 64 KiB of UTF-8, exactly', () => {
    const limit = 64 * 1024;
    for (const [character, bytes] of [
      ['x', 1],
      ['é', 2],
      ['€', 3],
      ['😀', 4],
    ] as const) {
      const fits = character.repeat(Math.floor(limit / bytes));
      expect(accepted(body(fits))).toBe(fits);
      expect(refused(body(fits + character))).toMatchObject({ code: 'malformed', field: 'body' });
    }
  });

  it('make line breaks alike and leave tabs and empty lines in place', () => {
    expect(accepted(body('a\r\nb\rc\n\n\td'))).toBe('a\nb\nc\n\n\td');
  });

  it('count after line breaks are made alike', () => {
    expect(accepted(body('x\r\n'.repeat(30_000)))).toHaveLength(59_999);
  });

  it('are not blank; the refusal says what to do and names the field', () => {
    for (const blank of ['', ' ', '\r\n\t']) {
      expect(refused(checkText(blank, 'description', empty))).toEqual({
        code: 'malformed',
        key: empty,
        field: 'description',
      });
    }
  });

  it('have no control characters and no lone surrogates', () => {
    for (const bad of [...notText, '\v', '\f', '\uD83D', '\uDE00']) {
      expect(refused(body(`a${bad}b`))).toMatchObject({ code: 'malformed', field: 'body' });
    }
  });
});

describe('a text with a character that cannot be stored', () => {
  it.each([
    ['a\u0092', 1, 2, 'U+0092'],
    ['a\r\nb\rc\n😀\u001B[0m', 4, 2, 'U+001B'],
    ['  \n x\uD83D', 2, 3, 'U+D83D'],
  ])('is refused with line, column and code point: %j', (text, line, column, code) => {
    expect(refused(body(text))).toMatchObject({
      key: 'refusal.text.unstorable_character',
      values: { line, column, code },
      details: { line, column, code_point: code },
    });
  });
});

describe('any text whatever', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom('\uD800', '\r', '\n', ' ', 'a', '\0') }),
  );

  it('is accepted or refused, and once accepted it is accepted again as it is', () => {
    fc.assert(
      fc.property(text, (raw) => {
        for (const check of [checkTitle, body]) {
          const first = check(raw);
          if (first.ok) expect(accepted(check(first.value))).toBe(first.value);
          else expect(first.refusal.code).toBe('malformed');
        }
      }),
    );
  });

  it('that is accepted can be stored: well-formed UTF-8 without U+0000', () => {
    fc.assert(
      fc.property(text, (raw) => {
        const checked = body(raw);
        if (!checked.ok) return;
        expect(Buffer.from(checked.value, 'utf8').toString('utf8')).toBe(checked.value);
        expect(checked.value).not.toContain('\0');
      }),
    );
  });
});

describe('a title that nobody could read', () => {
  it.each(['\u200b', ' \u200b\u2060 ', '\u202e', '\u00a0'])('is refused: %j', (title) => {
    expect(checkTitle(title)).toMatchObject({ ok: false, refusal: { code: 'malformed', field: 'title' } });
  });
});

describe('an external reference', () => {
  it('is trimmed', () => {
    expect(checkReference(' SAP-4711 ')).toEqual({ ok: true, value: 'SAP-4711' });
  });

  it.each(['', '  ', 'a\nb', 'a\u0000', '\u0085', 'x'.repeat(101)])('is refused: %j', (reference) => {
    expect(checkReference(reference)).toMatchObject({
      ok: false,
      refusal: { code: 'malformed', field: 'external_ref' },
    });
  });
});
