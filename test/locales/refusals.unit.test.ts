import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Refusal, refusalCodes, Refused } from '../../src/domain/refusal.ts';
import { catalogues } from '../../src/locales/catalogue.ts';
import { refusalText } from '../../src/locales/refusal-text.ts';
import { translatorFor } from '../../src/locales/translator.ts';

const rooms = ['src', 'web', 'activities', 'workflows'];
const byCode = refusalCodes.map((code) => `refusal.code.${code}`);

/** Every key of a refusal that the code names. */
function namedInCode(): string[] {
  const files = rooms.flatMap((room) =>
    readdirSync(room, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|eta)$/.test(file))
      .map((file) => join(room, file)),
  );
  const names = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/'(refusal\.[a-z_]+\.[a-z_]+)'/g)].map(([, name]) => String(name)),
  );
  return [...new Set(names)];
}

describe('the texts of refusals', () => {
  const known = Object.keys(catalogues.en).filter((key) => key.startsWith('refusal.'));

  it('exist for every key that the code names, and for every code', () => {
    const named = namedInCode();
    expect(named.length).toBeGreaterThan(100);
    expect([...named, ...byCode].filter((key) => !known.includes(key))).toEqual([]);
  });

  it('are all used', () => {
    const used = new Set([...namedInCode(), ...byCode]);
    expect(known.filter((key) => !used.has(key))).toEqual([]);
  });

  it('are found by code for a refusal of another release, which has no key or an unknown one', () => {
    const old = { code: 'ticket_finished', message: 'TKT-000001 is closed.' } as unknown as Refusal;
    const newer: Refusal = { code: 'ticket_finished', key: 'refusal.ticket.of_another_release' };
    for (const refusal of [old, newer]) {
      expect(translatorFor('de').t(refusalText(refusal))).toBe(
        'Dieses Ticket ist abgeschlossen. Eröffnen Sie stattdessen ein Folgeticket.',
      );
      expect(new Refused(refusal).message).toContain('ticket_finished');
    }
  });

  it('put words inside words into the same language', () => {
    const refusal: Refusal = {
      code: 'too_many_requests',
      key: 'refusal.limit.changes',
      values: { n: 1200, wait: { key: 'refusal.limit.wait_seconds', values: { n: 1 } } },
    };
    expect(translatorFor('de').t(refusalText(refusal))).toBe(
      'Sie können höchstens 1.200 Änderungen pro Minute vornehmen. Es wurde nichts gespeichert: Senden Sie es in 1 Sekunde noch einmal.',
    );
  });
});
