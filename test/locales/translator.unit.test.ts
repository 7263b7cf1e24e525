import { describe, expect, it } from '@jest/globals';
import { localeOf } from '../../src/domain/locale.ts';
import { message } from '../../src/locales/message.ts';
import { translatorFor } from '../../src/locales/translator.ts';

describe('the language of a reader', () => {
  it.each([
    [['de', 'en', 'en'], 'de'],
    [[null, 'de', 'en'], 'de'],
    [['fr', 'de', 'en'], 'de'],
    [['fr', undefined, 'de'], 'de'],
    [['pl'], 'en'],
    [[], 'en'],
  ])('%j is %s: the first wish that we speak', (wishes, locale) => {
    expect(localeOf(...wishes)).toBe(locale);
  });
});

describe('a translator', () => {
  const at = new Date('2026-07-14T22:30:00Z');

  it('puts dates into the reader’s language and time zone', () => {
    expect(translatorFor('en').date(at, 'whole')).toBe('14 Jul 2026, 22:30');
    expect(translatorFor('en', 'Europe/Berlin').date(at, 'whole')).toBe('15 Jul 2026, 00:30');
    const { t, timeZone: zone } = translatorFor('de', 'America/Los_Angeles');
    expect(t('page.time.whole', { at, zone })).toBe('14.07.2026, 15:30 America/Los_Angeles');
  });

  it('writes numbers and lists as the language does', () => {
    expect(translatorFor('en').number(1234567)).toBe('1,234,567');
    expect(translatorFor('de').number(1234567)).toBe('1.234.567');
    expect(translatorFor('de').list(['a', 'b', 'c'])).toBe('a, b und c');
  });

  it('tells one from many', () => {
    expect(translatorFor('de').t('page.time.days_ago', { n: 1 })).toBe('vor 1 Tag');
    expect(translatorFor('de').t('page.time.days_ago', { n: 2 })).toBe('vor 2 Tagen');
  });

  it('translates a value that is a text itself', () => {
    const inner = message('page.time.just_now');
    expect(translatorFor('de').t('page.title_with_errors', { title: inner })).toBe('Fehler: gerade eben');
  });

  it('escapes the values of a text that becomes HTML', () => {
    const title = '<script>alert("1") & \'2\'</script>';
    const escaped = '&lt;script&gt;alert(&quot;1&quot;) &amp; &#39;2&#39;&lt;/script&gt;';
    expect(translatorFor('en').html('page.title_with_errors', { title })).toBe(`Error: ${escaped}`);
  });

  it('throws for a text or a value that is missing, so that no page shows half a sentence', () => {
    expect(() => translatorFor('en').t('page.no_such_text' as 'page.skip_link')).toThrow('There is no text called');
    expect(() => translatorFor('en').t('page.title_with_errors')).toThrow('title');
  });
});
