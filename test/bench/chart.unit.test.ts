import { describe, expect, test } from '@jest/globals';
import { chart } from '../../bench/chart.ts';

const text = { title: 'Cost', sizes: 'Tickets', costs: 'Times' };

describe('the chart', () => {
  test('puts tenfold sizes at equal distances, and twice the cost twice as high', () => {
    const points = [10, 100, 1000].map((size, place) => ({ size, cost: place + 1 }));
    const path = /<polyline points="([^"]+)"/.exec(chart([{ name: 'page', points }], text))?.[1] ?? '';
    const [[x1, y1], [x2, y2], [x3, y3]] = path.split(' ').map((pair) => pair.split(',').map(Number)) as [
      [number, number],
      [number, number],
      [number, number],
    ];
    expect(x3 - x2).toBeCloseTo(x2 - x1, 0);
    expect(x2).toBeGreaterThan(x1);
    expect(y2 - y3).toBeCloseTo(y1 - y2, 0);
    expect(y2).toBeLessThan(y1);
  });

  test('draws what has one size only, too', () => {
    expect(chart([{ name: 'page', points: [{ size: 10, cost: 1 }] }], text)).not.toMatch(/NaN|Infinity/);
  });

  test('keeps names from being read as markup', () => {
    const svg = chart([{ name: '<b> & "x"', points: [{ size: 1, cost: 1 }] }], text);
    expect(svg).toContain('&lt;b> &amp; &quot;x&quot;');
  });
});
