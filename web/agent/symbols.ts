import { createIcons, type Icon } from '../page/icons.ts';

/** An icon as a symbol that a page uses many times by `<use href="#id">`, so that a long list stays small. */
function symbol(icon: Icon, id: string, name: string): string {
  return icon(name)
    .replace(/^<svg class="[^"]*" aria-hidden="true" focusable="false"/, `<symbol id="${id}"`)
    .replace(/<\/svg>$/, '</symbol>');
}

/** The icons in the rows of the queue: types and priorities. They come from our own files and need no escaping. */
export function queueSymbols(): string {
  const icon = createIcons();
  return `<svg class="symbols" aria-hidden="true">${[
    symbol(icon, 'i-service_request', 'hand-helping'),
    symbol(icon, 'i-low', 'chevron-down'),
    symbol(icon, 'i-high', 'chevron-up'),
    symbol(icon, 'i-urgent', 'chevrons-up'),
  ].join('')}</svg>`;
}
