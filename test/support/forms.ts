import type { Answer, Browser } from './browser.ts';

/** A form of a page, filled in: what a browser would send, and where to. */
export type FilledForm = Readonly<{ action: string; fields: Readonly<Record<string, string>> }>;

type Field = Readonly<{ name: string; kind: 'fixed' | 'typed' | 'button'; value: string | null }>;

/**
 * Opens a page and fills in its form for `action`, as a person would: every field named must be there, what the page
 * fixes (hidden fields, such as the command's id) is sent as it stands, and the rest as the page has prepared it. Of
 * several forms with this action it is the one whose fixed fields agree with `values`.
 */
export async function fill(
  browser: Browser,
  path: string,
  action: string,
  values: Readonly<Record<string, string>> = {},
): Promise<FilledForm> {
  const page = await browser.get(path);
  if (page.status !== 200) throw new Error(`${path} answers ${page.status}`);
  const forms = formsIn(page.text).filter((form) => form.action === action);
  const form = forms.find(({ fields }) =>
    Object.entries(values).every(([name, value]) =>
      fields.some((field) => field.name === name && (field.kind === 'typed' || field.value === value)),
    ),
  );
  if (form === undefined) {
    const offered = forms.map(({ fields }) => fields.map(({ name }) => name).join(', ')).join('; ');
    throw new Error(`${path} has no form for ${action} that takes ${JSON.stringify(values)} (it has: ${offered})`);
  }
  const prepared = form.fields.filter((field) => field.kind !== 'button' && field.value !== null);
  return {
    action,
    fields: { ...Object.fromEntries(prepared.map(({ name, value }) => [name, value ?? ''])), ...values },
  };
}

/** Fills in a form and sends it. */
export async function submit(browser: Browser, ...form: ParametersAfterFirst<typeof fill>): Promise<Answer> {
  const { action, fields } = await fill(browser, ...form);
  return browser.post(action, fields);
}

type ParametersAfterFirst<F> = F extends (first: never, ...rest: infer Rest) => unknown ? Rest : never;

function formsIn(html: string): { action: string; fields: Field[] }[] {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, attributes = '', inside = '']) => ({
    action: attribute(attributes, 'action') ?? '',
    fields: [...inputs(inside), ...textareas(inside), ...selects(inside), ...buttons(inside)],
  }));
}

function inputs(html: string): Field[] {
  return [...html.matchAll(/<input\b([^>]*)>/g)].flatMap(([, attributes = '']): Field[] => {
    const name = attribute(attributes, 'name');
    if (name === null) return [];
    const value = attribute(attributes, 'value') ?? '';
    switch (attribute(attributes, 'type')) {
      case 'hidden':
        return [{ name, kind: 'fixed', value }];
      case 'radio':
      case 'checkbox':
        return [{ name, kind: 'typed', value: /\schecked\b/.test(attributes) ? value : null }];
      default:
        return [{ name, kind: 'typed', value }];
    }
  });
}

function textareas(html: string): Field[] {
  return [...html.matchAll(/<textarea\b([^>]*)>\n?(.*?)<\/textarea>/gs)].flatMap(([, attributes = '', text = '']) => {
    const name = attribute(attributes, 'name');
    return name === null ? [] : [{ name, kind: 'typed' as const, value: plain(text) }];
  });
}

function selects(html: string): Field[] {
  return [...html.matchAll(/<select\b([^>]*)>(.*?)<\/select>/gs)].flatMap(([, attributes = '', options = '']) => {
    const name = attribute(attributes, 'name');
    const chosen = /<option\b([^>]*\sselected\b[^>]*)>/.exec(options)?.[1] ?? '';
    return name === null ? [] : [{ name, kind: 'typed' as const, value: attribute(chosen, 'value') ?? '' }];
  });
}

function buttons(html: string): Field[] {
  return [...html.matchAll(/<button\b([^>]*)>/g)].flatMap(([, attributes = '']) => {
    const name = attribute(attributes, 'name');
    return name === null ? [] : [{ name, kind: 'button' as const, value: attribute(attributes, 'value') ?? '' }];
  });
}

function attribute(attributes: string, name: string): string | null {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(attributes)?.[1];
  return value === undefined ? null : plain(value);
}

function plain(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
