import { globSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';

const templates = globSync('web/**/*.eta').toSorted();

/** What may stand in `<%~ %>`, unescaped: other templates, our own icons, the page inside the layout, the icons of a list. */
const reviewed = [
  /^include\('\/[\w/-]+'(, \{[\s\S]*\})?\)$/,
  /^tHtml\([\s\S]*\)$/, // src/locales/translator.ts escapes what it puts in
  /^icon\([^()]*(\([^()]*\)[^()]*)*\)$/,
  /^section\('[a-z]+'\)$/, // includes, shortened in web/agent/views/ticket.eta
  /^it\.body$/,
  /^it\.symbols$/,
];

it('finds the templates', () => {
  expect(templates).toContain('web/page/views/layout.eta');
});

it.each(templates)('%s puts out unescaped only what is on the reviewed list', (name) => {
  const raw = [...readFileSync(name, 'utf8').matchAll(/<%[-_]?~([\s\S]*?)[-_]?%>/g)].map((match) =>
    (match[1] ?? '').trim(),
  );
  expect(raw.filter((code) => !reviewed.some((pattern) => pattern.test(code)))).toEqual([]);
});

it.each(templates)('%s has nothing inline that the Content-Security-Policy would stop', (name) => {
  const html = readFileSync(name, 'utf8');
  expect(html).not.toMatch(/\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|<style|javascript:/i);
});
