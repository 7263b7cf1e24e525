import { expect, test } from '@jest/globals';
import { eventually } from './eventually.ts';

test('gives the first truthy answer', async () => {
  let asked = 0;
  await expect(eventually(() => ++asked === 3 && `asked ${asked} times`)).resolves.toBe('asked 3 times');
});

test('takes an error for "not yet"', async () => {
  let asked = 0;
  await eventually(() => {
    expect(++asked).toBe(2);
    return true;
  });
  expect(asked).toBe(2);
});

test('says past the deadline what it waited for and what came last', async () => {
  await expect(eventually(() => 0, { timeoutMs: 20, message: 'the answer' })).rejects.toThrow(
    'not within 20 ms: the answer (it last gave 0)',
  );
  const failing = () => Promise.reject(new Error('no row'));
  await expect(eventually(failing, { timeoutMs: 20, message: 'the row' })).rejects.toThrow(/the row\nno row/);
});
