// What tests ask inside a page: sent there as text, so each function stands alone. Plain JavaScript, as TypeScript is set up
// for Node and knows no DOM.

/** Whether the element has the focus. */
export function hasFocus(element) {
  return element === document.activeElement;
}

/** What has the focus, in short: `tag#id.class`. */
export function focused() {
  const element = document.activeElement;
  const classes = [...element.classList].map((name) => `.${name}`).join('');
  return `${element.localName}${element.id && `#${element.id}`}${classes}`;
}

/** What has the focus, whether a ring shows it, and whether it can be seen where it is: in the window, not behind the bar. */
export function focusShown() {
  const element = document.activeElement;
  const rings = [null, '::after'].map((part) => getComputedStyle(element, part));
  const { top, bottom, left, right } = element.getBoundingClientRect();
  const bar = document.querySelector('.top-bar');
  const edge = element.matches('.skip-link') || bar.contains(element) ? 0 : bar.getBoundingClientRect().bottom;
  const classes = [...element.classList].map((name) => `.${name}`).join('');
  return {
    what: `${element.localName}${element.id && `#${element.id}`}${classes} “${(element.innerText ?? '').slice(0, 40)}”`,
    nothing: element === document.body,
    ring: rings.some(
      ({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
    ),
    seen: bottom > edge && top < innerHeight && right > 0 && left < innerWidth,
  };
}

/** The colour scheme that the page has now: `light`, `dark`, or `light dark` for the system's. */
export function colourScheme() {
  return getComputedStyle(document.documentElement).colorScheme;
}

/** The title, the number of main headings, and the levels of all headings in their order. */
export function outline() {
  const levels = [...document.querySelectorAll('h1, h2, h3, h4')].map(({ tagName }) => Number(tagName[1]));
  return { title: document.title, mainHeadings: levels.filter((level) => level === 1).length, levels };
}

/** Gives the focus to the first element that can take it, and tells what that is and where its top edge is then. */
export function focusFirst() {
  const first = document.querySelector('a[href], button, input, select, textarea, summary, [tabindex]');
  first.focus();
  return {
    hasFocus: first === document.activeElement,
    className: first.className,
    top: first.getBoundingClientRect().top,
  };
}

/** How far down the page is. */
export function place() {
  return scrollY;
}

/** Takes away what this site keeps in the browser, but for its cookies. */
export function forgetEverything() {
  localStorage.clear();
  sessionStorage.clear();
}

/** Amber, or what else the background is: by its hue, which a person sees. */
export function backgroundOf(element) {
  const background = getComputedStyle(element).backgroundColor;
  const [, chroma = 0, hue = 0] = [...background.matchAll(/[\d.]+/g)].map(Number);
  return background.startsWith('oklch') && chroma > 0.02 && hue > 70 && hue < 100 ? 'amber' : background;
}

/** What reaches over the right edge, when the page as a whole can be pushed sideways. */
export function sideways() {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll('body *')]
    .filter((element) => element.getBoundingClientRect().right > width + 1)
    .map((element) => `${element.localName}.${element.className}`)
    .slice(0, 10);
}

/** Changes a field that people cannot see. */
export function setValue(field, value) {
  field.value = value;
}

/** What axe, which the page has been given before, finds: one line for each element and rule. */
export async function askAxe(options) {
  // What sticks to the top covers what has scrolled below it, which is no fault of that.
  scrollTo({ top: 0, behavior: 'instant' });
  const { violations } = await window.axe.run(document, options);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary.split('\n')[1].trim()}`),
  );
}

/** Puts other HTML in the place of an element. */
export function replaceBy(element, html) {
  element.outerHTML = html;
}

/** Presses a button of a form, and at the same moment the frame's answer is there. */
export function pressAsItArrives(button, frameName) {
  button.click();
  document.querySelector(`iframe[name=${frameName}]`).dispatchEvent(new Event('load'));
}

/**
 * Sets the page in a font whose letters are as low as any font's: links are then no higher than what makes them so. With
 * `false` it has its own font again.
 */
export function setLowFont(on) {
  const [sheet] = document.styleSheets;
  const rules = [
    `@font-face { font-family: low; src: local('DejaVu Sans'), local('Liberation Sans'), local('Noto Sans'), local('Arial'); ascent-override: 60%; descent-override: 10%; line-gap-override: 0%; }`,
    `* { font-family: low !important; }`,
  ];
  for (const rule of rules) {
    if (on) sheet.insertRule(rule, sheet.cssRules.length);
    else sheet.deleteRule(sheet.cssRules.length - 1);
  }
  return document.fonts.load('16px low').then((faces) => faces.length > 0);
}

/** Where the edges of the element are, and how large the window is. */
export function edges(element) {
  const { top, bottom, left, right } = element.getBoundingClientRect();
  return { top, bottom, left, right, width: innerWidth, height: innerHeight };
}
