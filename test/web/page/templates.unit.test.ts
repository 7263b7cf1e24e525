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

/** Names that a template can call: those of every template (web/page/rendering.ts), eta's own, and words of the language. */
const known = new Set(
  't tHtml icon staticFile statusLabel typeLabel priorityLabel relativeTime wholeTime formatCount include if for switch while function return of Boolean String Number Math Date URLSearchParams encodeURIComponent'.split(
    ' ',
  ),
);

it.each(templates)('%s calls only what there is: no compiler looks at templates', (name) => {
  const code = [...readFileSync(name, 'utf8').matchAll(/<%[-_]?[~=]?([\s\S]*?)[-_]?%>/g)]
    .map((match) => match[1] ?? '')
    .join('\n');
  const bare = code.replaceAll(/\/\/.*$|'(?:[^'\\\n]|\\.)*'/gm, "''");
  const own = [
    ...bare.matchAll(/(?:const|let)\s+(\w+)|(?:const|let)\s+[{[]([^}\]]*)[}\]]|\(([^()]*)\)\s*=>|\b(\w+)\s*=>/g),
  ]
    .flatMap(([, one, several, parameters, single]) => [one, ...(several ?? parameters ?? '').split(/[\s,:]+/), single])
    .filter((each) => each !== undefined);
  const called = [...bare.matchAll(/(?<![.\w$])([a-zA-Z_]\w*)\(/g)].map((match) => match[1] ?? '');
  expect(called.filter((each) => !known.has(each) && !own.includes(each))).toEqual([]);
});
