import { Eta, type TemplateFunction } from 'eta/core';
import juice from 'juice';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MailKind, mailKinds } from './kinds.ts';
import type { MailView } from './view.ts';

const folder = join(import.meta.dirname, 'templates');
const contentMark = '<%/* content */%>';

export type MailTemplate = Readonly<{ html: (view: MailView) => string; text: (view: MailView) => string }>;

/**
 * Reads the built-in templates, sets each into the shared frame, inlines the styles (once, here) and compiles them.
 * A mail is one template then: nothing is put together from strings later, and nothing goes out unescaped.
 */
export function loadTemplates(): ReadonlyMap<MailKind, MailTemplate> {
  const htmlEta = new Eta({ autoTrim: false });
  const textEta = new Eta({ autoTrim: false, autoEscape: false });
  const css = read('frame.css');
  const htmlFrame = read('frame.html.eta');
  const textFrame = read('frame.text.eta');
  const inlined = (html: string) => juice.inlineContent(html, css, { preserveImportant: true });

  return new Map(
    mailKinds.map((kind) => {
      const html = htmlEta.compile(inlined(inFrame(htmlFrame, read(`${kind}.html.eta`))));
      const text = textEta.compile(inFrame(textFrame, read(`${kind}.text.eta`)));
      return [kind, { html: renderer(htmlEta, html), text: renderer(textEta, text) }];
    }),
  );
}

function renderer(eta: Eta, template: TemplateFunction): (view: MailView) => string {
  return (view) => eta.render(template, view);
}

function inFrame(frame: string, content: string): string {
  return frame.replace(contentMark, () => content.trim());
}

function read(name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}
