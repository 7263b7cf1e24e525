/** Pieces that a stranger could repeat: what ends, begins or half begins something that a parser or an expression knows. */
const plain = [
  ' ', '\n', '\r', '\t', '\u00a0', '\u2028', '\u200b', '\u202e', '\u0301', '\u0085', '-', '.', ',', '!', ':', ';', '/', '\\',
  '"', "'", '(', ')', '[', ']', '{', '}', '{{', '}}', '{{ticket_number}}', '{{ ', '&', '=', '@', '%', '*', '#', '0', 'a', 'ä',
  'a ', 'a\n', ' \n', 'a@b ', 'http://', 'http://a.b ', 'https://!', '👩‍👩‍👧‍👦', '🇩🇪', '\ud800', '"\\', '"a":', 'W/"', '%20', '&a',
]; // prettier-ignore

const markup = [
  '<', '>', '</', '<p>', '</p>', '<p ', '<p x=1 ', '<p>\n', '<b><i>', '</p><p>', '<div>', '<h1>', '<a href="https://x">', '<a ',
  '<a title="', '<img src="https://x">', '<br>', '<pre> ', '<blockquote>', '<ul><li>', '<li>', '<ol type=I><li>', '<ol start=9999>',
  '<table><tr><td>', '<tr><td>a', '<tr>', '<td>', '<td colspan=99 rowspan=99>', '<td colspan=90000000>', '<!--', '<!-- -->', '<!',
  '<?', '<![CDATA[', '<noscript>', '<noscript></noscript>', '<iframe>', '<textarea>', '<xmp>', '<title>', '<style>', '<script>', '<svg>',
  '<option>', '<template>', '<plaintext>', '<span style="color:red">', '<p style="', 'style="', 'color:red;', '/*', '*/', '&#', '&#x41;',
  '&lt;', '&notit;', '&amp',
]; // prettier-ignore

type Shape = (piece: string, length: number) => string;

const repeated: Shape = (piece, length) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);

/** Where the repetition stands. */
const plainShapes: Shape[] = [repeated, (piece, length) => `x${repeated(piece, length)}x`];

const markupShapes: Shape[] = [
  repeated,
  (piece, length) => `<p>x${repeated(piece, length)}`,
  (piece, length) => `<p ${repeated(piece, length)}>x</p>`,
  (piece, length) => `<p style="${repeated(piece, length)}">x</p>`,
  (piece, length) => `<table><tr><td>x${repeated(piece, length)}`,
];

/** Texts that a stranger could send, each to be had at any length; `name` says what repeats in it. */
export type HostileText = Readonly<{ name: string; of(length: number): string }>;

const madeOf = (pieces: readonly string[], shapes: readonly Shape[]): HostileText[] =>
  pieces.flatMap((piece) =>
    shapes.map((shape) => ({ name: shape(piece, 24), of: (length: number) => shape(piece, length) })),
  );

export const hostileTexts: readonly HostileText[] = [
  ...madeOf([...plain, ...markup], plainShapes),
  // Two runs, of which the first ends where the second does not begin.
  ...madeOf(plain, [
    (piece, length) => `http://${repeated(piece, length)}x`,
    (piece, length) => `${repeated(piece, length / 2)}<${repeated(piece, length / 2)}`,
  ]),
];

export const hostileMarkup: readonly HostileText[] = madeOf([...plain, ...markup], markupShapes);

/** So much CPU time a text may cost whatever its growth, in ms: less is lost in what else goes on. */
const cheap = 40;

/** What four times the length may cost: 4 times as much is linear, 16 times is quadratic. */
const mostGrowth = 9;

const attempts = 5;

/**
 * The texts that cost `handle` more than they are long: four times the length takes more than nine times the CPU time of
 * this thread, by the best of five attempts. What is cheap at full length (in characters) is let pass.
 */
export function costlyTexts(
  texts: readonly HostileText[],
  length: number,
  handle: (text: string) => unknown,
): string[] {
  return texts.filter((text) => growsTooFast(text, length, handle)).map(({ name }) => JSON.stringify(name));
}

function growsTooFast({ of }: HostileText, length: number, handle: (text: string) => unknown): boolean {
  const [long, short] = [of(length), of(length / 4)];
  let whole = Infinity;
  let quarter = Infinity;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    whole = Math.min(
      whole,
      cpuTime(() => handle(long)),
    );
    if (whole < cheap) return false;
    quarter = Math.min(
      quarter,
      cpuTime(() => handle(short)),
    );
    if (whole < mostGrowth * quarter) return false;
  }
  return true;
}

function cpuTime(work: () => unknown): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
