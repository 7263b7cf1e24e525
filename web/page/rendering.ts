import { fileURLToPath } from 'node:url';
import { Eta } from 'eta';
import type { Status } from '../../src/domain/status.ts';
import type { Priority, TicketType } from '../../src/domain/ticket.ts';
import type { MessageValues, Text } from '../../src/locales/message.ts';
import { isolated } from '../../src/locales/isolated.ts';
import type { Tag } from '../../src/locales/translator.ts';
import type { FormErrors } from '../forms/field-error.ts';
import type { Frame } from './frame.ts';
import { createIcons } from './icons.ts';
import { relativeTime, wholeTime } from './relative-time.ts';
import type { StaticFiles } from '../http/static-files.ts';

/**
 * The model of a page. `errors` put "Error:" before the title, and a summary at the top; `layout` sets the page's
 * width.
 */
export type Model = Readonly<{
  title: string;
  errors?: FormErrors;
  layout?: 'wide' | 'narrow';
  [name: string]: unknown;
}>;

/** Renders templates and models as HTML; one per process, created in `createApp`. */
export type Rendering = Readonly<{
  page(frame: Frame, template: string, model: Model): string;
}>;

// Names that every template can use. Of these `icon` and `tHtml` give HTML, from our own files.
const header =
  'const { t, tHtml, icon, staticFile, statusLabel, typeLabel, priorityLabel, relativeTime, wholeTime, formatCount, isolated } = it.ui;';

/** Tags that the texts of every page can use: words for screen readers alone, and words that stand back. */
const usualTags: Readonly<Record<string, Tag>> = {
  hidden: (inner) => `<span class="visually-hidden">${inner}</span>`,
  quiet: (inner) => `<span class="quiet">${inner}</span>`,
};

/** The templates of `web/`, escaped by default; a name is the path from there without `.eta`. */
export function createRendering(files: StaticFiles): Rendering {
  const eta = new Eta({
    views: fileURLToPath(new URL('..', import.meta.url)),
    cache: true,
    autoTrim: [false, 'nl'],
    functionHeader: header,
  });
  const shared = {
    icon: createIcons(),
    staticFile: files.url,
    isolated,
  };
  return {
    page: (frame, template, model) => {
      const { t, html, number } = frame.translator;
      const ui = {
        ...shared,
        t,
        formatCount: number,
        tHtml: (text: Text, values?: MessageValues, tags?: Readonly<Record<string, Tag>>) =>
          html(text, values, { ...usualTags, ...tags }),
        statusLabel: (status: Status) => t(`ticket.status.${status}`),
        typeLabel: (type: TicketType) => t(`ticket.type.${type}`),
        priorityLabel: (priority: Priority) => t(`ticket.priority.${priority}`),
        relativeTime: (at: Date, now: Date) => relativeTime(frame.translator, at, now),
        wholeTime: (at: Date) => wholeTime(frame.translator, at),
      };
      const base = { ui, page: frame };
      const body = eta.render(template, { errors: [], ...model, ...base });
      const { title, errors = [], layout = 'narrow' } = model;
      return eta.render('page/views/layout', { title, errors, layout, body, ...base });
    },
  };
}
