type Open = { kind: 'object'; names: Set<string>; name: string } | { kind: 'array'; index: number };

/**
 * The JSON pointer (RFC 6901) to the first field that occurs twice in its object, or null. `text` must be valid JSON:
 * then a string before a colon is a name, and nothing else is.
 */
export function repeatedField(text: string): string | null {
  const open: Open[] = [];
  for (const [token] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"\s*:?|[{}[\],]/g)) {
    const inner = open.at(-1);
    if (token === '{') open.push({ kind: 'object', names: new Set(), name: '' });
    else if (token === '[') open.push({ kind: 'array', index: 0 });
    else if (token === '}' || token === ']') open.pop();
    else if (token === ',' && inner?.kind === 'array') inner.index += 1;
    else if (token.endsWith(':') && inner?.kind === 'object') {
      inner.name = JSON.parse(token.slice(0, -1)) as string;
      if (inner.names.has(inner.name)) return pointerTo(open);
      inner.names.add(inner.name);
    }
  }
  return null;
}

function pointerTo(open: readonly Open[]): string {
  return jsonPointer(open.map((each) => (each.kind === 'object' ? each.name : each.index)));
}

/** The JSON pointer for a path of names and indexes. */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
