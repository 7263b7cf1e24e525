import { Eta, type TemplateFunction } from 'eta/core';
import juice from 'juice';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Text } from '../locales/message.ts';
import type { MailWords } from './mail-words.ts';

const folder = join(import.meta.dirname, 'templates');
const contentMark = '<%/* content */%>';
const footMark = '<%/* foot */%>';
const functionHeader = 'const { lang, t, tHtml } = it.words;';

/**
 * What the frame shows in every mail, in these words: `unit` is next to the tenant's name as the sender, `preview` appears in a mail
 * program's list, and `link` (absolute URL) is the target of the single button; without it there is no button.
 */
export type FrameView = Readonly<{
  words: MailWords;
  documentTitle: string;
  tenant: string;
  unit: Text;
  greeting: Text | null;
  preview: string | null;
  link: string | null;
  button: Text;
  /** The targets of the two answer buttons that a mail about a resolution has in place of the single button. */
  answers: Readonly<{ solved: string; stillBroken: string }> | null;
}>;

export type MailTemplate<View> = Readonly<{ html: (view: View) => string; text: (view: View) => string }>;

/**
 * Reads the built-in templates of these kinds, puts each into the shared frame (with `below` after each of them, and
 * their `foot` at the end), inlines the styles (once, here) and compiles them. A mail is then one template: nothing is
 * concatenated later, and nothing is sent unescaped.
 */
export function loadTemplates<Kind extends string, View extends FrameView>(
  kinds: readonly Kind[],
  shared: Readonly<{ below?: string; foot: string }>,
): ReadonlyMap<Kind, MailTemplate<View>> {
  const htmlEta = new Eta({ autoTrim: false, functionHeader });
  const textEta = new Eta({ autoTrim: false, autoEscape: false, functionHeader });
  const css = read('frame.css');
  const inlined = (html: string) => juice.inlineContent(html, css, { preserveImportant: true });
  const whole = (kind: Kind, form: 'html' | 'text'): string => {
    const below = shared.below === undefined ? '' : read(`${shared.below}.${form}.eta`);
    return read(`frame.${form}.eta`)
      .replace(contentMark, () => `${read(`${kind}.${form}.eta`).trim()}\n\n${below}`.trim())
      .replace(footMark, () => read(`${shared.foot}.${form}.eta`).trim());
  };

  return new Map(
    kinds.map((kind) => {
      const html = htmlEta.compile(inlined(whole(kind, 'html')));
      const text = textEta.compile(whole(kind, 'text'));
      return [kind, { html: renderer(htmlEta, html), text: renderer(textEta, text) }];
    }),
  );
}

function renderer(eta: Eta, template: TemplateFunction): (view: FrameView) => string {
  return (view) => eta.render(template, view);
}

function read(name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}
