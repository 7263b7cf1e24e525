const directionControls = /[\u202A-\u202E\u2066-\u2069]/;
const [isolate, endOfIsolate] = ['\u2068', '\u2069'];

/**
 * A name or title as it stands among other words: what turns the direction of text in it ends with it (U+2068 to U+2069).
 * Any other comes back as it is. In pages, CSS does the same for what stands in an element of its own.
 */
export function isolated(text: string): string {
  if (!directionControls.test(text)) return text;
  let open = 0;
  let kept = '';
  for (const character of text) {
    if (character >= '\u2066' && character <= '\u2068') open += 1;
    else if (character === endOfIsolate) {
      // One that ends nothing of the text's own would end ours.
      if (open === 0) continue;
      open -= 1;
    }
    kept += character;
  }
  return `${isolate}${kept}${endOfIsolate.repeat(open + 1)}`;
}
