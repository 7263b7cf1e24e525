import { IntlMessageFormat } from 'intl-messageformat';

type Ast = ReturnType<IntlMessageFormat['getAst']>;

/** The names that a message wants values and tags for, as `name` and `<name>`, each once. */
export function argumentsOf(message: string): string[] {
  return [...new Set(namesIn(new IntlMessageFormat(message, 'en').getAst()))].toSorted();
}

function namesIn(ast: Ast): string[] {
  return ast.flatMap((element) => {
    if ('children' in element) return [`<${element.value}>`, ...namesIn(element.children)];
    if ('options' in element)
      return [element.value, ...Object.values(element.options).flatMap((each) => namesIn(each.value))];
    // 0 is a literal, 7 the number sign in a plural; all others are arguments.
    return element.type === 0 || element.type === 7 ? [] : [element.value];
  });
}
