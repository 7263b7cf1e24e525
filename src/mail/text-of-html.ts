import { convert, type FormatCallback, type HtmlToTextOptions } from 'html-to-text';

/** html-to-text knows no Roman numerals past 3999, so every list is numbered in digits. */
const numberedList: FormatCallback = (list, walk, builder, formatOptions) => {
  delete list.attribs?.['type'];
  builder.options.formatters?.['orderedList']?.(list, walk, builder, formatOptions);
};

// Cells side by side, one row per line. Aligned columns would take the square of the input, both to lay out and in
// spaces.
const options: HtmlToTextOptions = {
  wordwrap: false,
  formatters: { numberedList },
  selectors: [
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true } },
    { selector: 'img', format: 'skip' },
    ...['h1', 'h2', 'h3', 'h4'].map((selector) => ({ selector, options: { uppercase: false } })),
    { selector: 'ol', format: 'numberedList' },
    { selector: 'table', format: 'block', options: { leadingLineBreaks: 2, trailingLineBreaks: 2 } },
    { selector: 'tr', format: 'block', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    ...['td', 'th'].map((selector) => ({ selector, format: 'inlineSurround', options: { suffix: '  ' } })),
  ],
};

/** The text of sanitised HTML without markup, for mail programs that show no HTML. */
export function textOf(html: string): string {
  const lines = convert(html, options).split('\n');
  return lines
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
}

/** Whether sanitised HTML has any text or image. */
export function hasContent(html: string): boolean {
  return /<img /.test(html) || !/^[\s\p{Z}\p{Cf}]*$/u.test(html.replace(/<[^>]*>/g, ''));
}
