import type { IntlMessageFormat } from 'intl-messageformat';

type Ast = ReturnType<IntlMessageFormat['getAst']>;
type Element = Ast[number];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML that shows it, inside an element or an attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** The message with its own words escaped, so that only its tags and what fills them are HTML. */
export function escapeLiterals(ast: Ast): Ast {
  return ast.map(escapeElement);
}

function escapeElement(element: Element): Element {
  if ('children' in element) return { ...element, children: escapeLiterals(element.children) };
  if ('options' in element) {
    const options = Object.entries(element.options).map(([name, option]) => [
      name,
      { ...option, value: escapeLiterals(option.value) },
    ]);
    return { ...element, options: Object.fromEntries(options) as typeof element.options };
  }
  // Type 0 is a literal; a pound sign, an argument and its kin have no words of their own.
  return element.type === 0 ? { ...element, value: escapeHtml(element.value) } : element;
}
