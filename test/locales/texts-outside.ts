import { parseSync } from '@swc/core';
import type { Source } from './sources.ts';

/** Words that are the same in every language. */
const sameEverywhere = /^(?:Uslimato|ITSM|· Uslimato ITSM|KiB|UTC|OpenAPI 3\.1|[\s\d\W]*)$/;

/** Two words that only programs read: headers, classes, names for a seal, the head of compiled templates. */
const forPrograms = /charset=|^Path=|^Bearer |no-cache$|^totp |\buser-text\b|^const \{/;

/** Two words in a row: a sentence or a label, and no name of a thing. */
const words = /\p{L}{2,}[,:;]? +\p{L}{2,}/u;

/** Properties that hold what people read. */
const shownProperties = new Set([
  'label',
  'title',
  'text',
  'hint',
  'message',
  'button',
  'question',
  'summary',
  'heading',
]);

/** Attributes of HTML that people read or hear. */
const shownAttributes = /\s(?:aria-label|title|placeholder|alt|data-shortcut-label)="([^"]*)"/g;

/** The texts of a template that are not in a catalogue. */
export function textsInTemplate({ text }: Source): string[] {
  const html = text.replaceAll(/<%[\s\S]*?%>/g, '').replaceAll(/<(style|code|pre)\b[\s\S]*?<\/\1>/g, '');
  const shown = [...html.matchAll(shownAttributes)].map(([, value = '']) => value);
  const between = html.replaceAll(/<[^>]*>/g, '\n').split('\n');
  const code = [...text.matchAll(/<%[\s\S]*?%>/g)].flatMap(([block]) =>
    block.startsWith('<%/*') ? [] : [...stringsIn(withoutComments(block))],
  );
  return [...shown, ...between]
    .filter((each) => /\p{L}/u.test(each) && !sameEverywhere.test(each.trim()))
    .concat(code.filter((each) => words.test(each) && !forPrograms.test(each)));
}

function withoutComments(code: string): string {
  return code.replaceAll(/^\s*\/\/.*$/gm, '');
}

function* stringsIn(code: string): Iterable<string> {
  for (const [, single, double, template] of code.matchAll(
    /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g,
  )) {
    const found = single ?? double ?? template?.replaceAll(/\$\{[^}]*\}/g, ' ') ?? '';
    if (!/^[/<]/.test(found)) yield found;
  }
}

/** Calls whose texts are for operators, programs or the database, not for people on a page. */
const notShown = new Set([
  'Error',
  'TypeError',
  'RangeError',
  'execute',
  'meta',
  'describe',
  'named',
  'warn',
  'info',
  'error',
  'debug',
  'header',
  'require',
]);

type Node = Readonly<{ type: string; [name: string]: unknown }>;

/** The texts of a TypeScript file that are not in a catalogue. */
export function textsInCode({ text }: Source): string[] {
  const found: string[] = [];
  const visit = (node: unknown, property: string): void => {
    if (Array.isArray(node)) return node.forEach((each) => visit(each, property));
    if (!isNode(node)) return;
    if (node.type === 'ImportDeclaration' || node.type.startsWith('Ts')) return;
    if (node.type === 'CallExpression' || node.type === 'NewExpression') {
      if (notShown.has(nameOf(node['callee']))) return;
    }
    if (node.type === 'KeyValueProperty') {
      return visit(node['value'], nameOf(node['key']));
    }
    const literal = literalIn(node);
    if (literal !== null && isShown(literal, property)) found.push(literal);
    for (const [name, child] of Object.entries(node))
      if (name !== 'span') visit(child, isNode(child) || Array.isArray(child) ? property : '');
  };
  visit(parseSync(text, { syntax: 'typescript', target: 'es2024' }).body, '');
  return found.map((each) => each.replaceAll(/\s+/g, ' ').slice(0, 100));
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function nameOf(callee: unknown): string {
  if (!isNode(callee)) return '';
  if (callee.type === 'MemberExpression') return nameOf(callee['property']);
  return typeof callee['value'] === 'string' ? callee['value'] : '';
}

function literalIn(node: Node): string | null {
  if (node.type === 'StringLiteral') return String(node['value']);
  if (node.type !== 'TemplateLiteral') return null;
  return (node['quasis'] as { cooked?: string }[]).map(({ cooked }) => cooked ?? '').join(' ');
}

const sql =
  /^\s*(?:\(|select|insert|update|delete|with|create|alter|drop|from|where|begin|set|and|or|left|join|order|limit|union|exists|not|case|coalesce|as|on)\b/i;

function isShown(text: string, property: string): boolean {
  if (/^[a-z0-9_.:/-]*$/.test(text) || /^\s*</.test(text) || sql.test(text) || forPrograms.test(text)) return false;
  if (words.test(text)) return true;
  return shownProperties.has(property) && /^\p{Lu}\p{Ll}+/u.test(text);
}
