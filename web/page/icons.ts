import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const folder = join(dirname(createRequire(import.meta.url).resolve('lucide-static/package.json')), 'icons');
export type Icon = (name: string, className?: string) => string;

/** Lucide icons as inline SVG, hidden from screen readers: there is always text beside them. Unknown names throw. */
export function createIcons(): Icon {
  const drawn = new Map<string, string>();
  return (name, className = '') => {
    if (!/^[a-z0-9-]+$/.test(name) || !/^[a-z0-9 -]*$/.test(className)) throw new Error(`No icon is called ${name}`);
    const known = drawn.get(name) ?? draw(name);
    drawn.set(name, known);
    return `<svg class="${className === '' ? 'icon' : `icon ${className}`}" aria-hidden="true" focusable="false" ${known}`;
  };
}

/** The content of the SVG element; class and size are up to the style sheet. */
function draw(name: string): string {
  const svg = readFileSync(join(folder, `${name}.svg`), 'utf8').replace(/<!--.*?-->/gs, '');
  const attributes =
    'viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';
  const shapes = svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1).replace(/\s*\n\s*/g, '');
  return `${attributes}>${shapes}`;
}
