/** A line of the chart: what something of each size costs, smallest size first. */
export type Line = Readonly<{ name: string; points: readonly Point[] }>;

export type Point = Readonly<{ size: number; cost: number }>;

/** The words beside the lines. */
export type ChartText = Readonly<{ title: string; sizes: string; costs: string }>;

const width = 800;
const left = 56;
const right = 524;
const top = 48;
const bottom = 340;
const colours = ['#2f6fde', '#c2410c', '#15803d', '#9333ea', '#0e7490', '#a16207'];
const style = `text{font:13px system-ui,sans-serif;fill:#444}.grid{stroke:#8884}.title{font-weight:600}
@media(prefers-color-scheme:dark){text{fill:#ccc}svg{background:#16181d}}`;

/** Draws cost against size, sizes on a logarithmic scale, as an SVG that stands by itself. Every line has a point at least. */
export function chart(lines: readonly Line[], text: ChartText): string {
  const points = lines.flatMap((line) => line.points);
  const decades = [Math.floor, Math.ceil].map((round, end) => {
    const sizes = points.map(({ size }) => Math.log10(size));
    return round(end === 0 ? Math.min(...sizes) : Math.max(...sizes));
  });
  const [first = 0, last = 1] = decades;
  const step = niceStep(Math.max(...points.map(({ cost }) => cost)));
  const highest = step * Math.ceil(Math.max(...points.map(({ cost }) => cost)) / step);
  const x = (size: number): number => left + ((Math.log10(size) - first) / Math.max(1, last - first)) * (right - left);
  const y = (cost: number): number => bottom - (cost / highest) * (bottom - top);

  const upright = Array.from({ length: last - first + 1 }, (_, place) => 10 ** (first + place)).map(
    (size) =>
      `<line class="grid" x1="${at(x(size))}" x2="${at(x(size))}" y1="${top}" y2="${bottom}"/>` +
      `<text x="${at(x(size))}" y="${bottom + 20}" text-anchor="middle">${size.toLocaleString('en')}</text>`,
  );
  const level = Array.from({ length: Math.round(highest / step) + 1 }, (_, place) => place * step).map(
    (cost) =>
      `<line class="grid" x1="${left}" x2="${right}" y1="${at(y(cost))}" y2="${at(y(cost))}"/>` +
      `<text x="${left - 8}" y="${at(y(cost) + 4)}" text-anchor="end">${Number(cost.toFixed(2))}</text>`,
  );
  const drawn = lines.map(({ name, points: own }, place) => {
    const colour = colours[place % colours.length];
    const marks = own.map(({ size, cost }) => `<circle cx="${at(x(size))}" cy="${at(y(cost))}" r="3.5"/>`).join('');
    const path = own.map(({ size, cost }) => `${at(x(size))},${at(y(cost))}`).join(' ');
    const key = top + 8 + place * 24;
    return (
      `<g fill="${colour}"><polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${marks}` +
      `<rect x="${right + 24}" y="${key - 9}" width="10" height="10"/></g>` +
      `<text x="${right + 42}" y="${key}">${escape(name)}</text>`
    );
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${bottom + 56}" role="img" aria-label="${escape(text.title)}">`,
    `<style>${style}</style>`,
    `<text class="title" x="${left}" y="20">${escape(text.title)}</text>`,
    `<text x="${left}" y="38">${escape(text.costs)}</text>`,
    ...upright,
    ...level,
    ...drawn,
    `<text x="${(left + right) / 2}" y="${bottom + 44}" text-anchor="middle">${escape(text.sizes)}</text>`,
    '</svg>\n',
  ].join('\n');
}

/** A step of 1, 2 or 5 times a power of ten that leads to `most` in about five. */
function niceStep(most: number): number {
  const rough = most / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
}

function at(value: number): string {
  return value.toFixed(1);
}

function escape(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
