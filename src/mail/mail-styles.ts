const share = '\\d{1,3}(\\.\\d{1,3})?%?';
const colourShape = `(#[0-9a-f]{3,8}|[a-z]{3,24}|rgb\\(\\s?${share}(\\s?[\\s,]\\s?${share}){2}\\s?\\))`;
const colour = new RegExp(`^${colourShape}$`, 'i');
const size = /^\d{1,4}(\.\d{1,3})?(px|em|rem|pt|%)?$/;
// No negative numbers: content above or below must not be covered.
const sizes = /^(\d{1,3}(\.\d{1,3})?(px|em|rem|pt|%)?|auto)(\s+(\d{1,3}(\.\d{1,3})?(px|em|rem|pt|%)?|auto)){0,3}$/;
const borderPart = `(\\d{1,2}(\\.\\d{1,3})?(px|em|rem|pt)?|${colourShape})`;
const border = new RegExp(`^${borderPart}(\\s+${borderPart}){0,2}$`, 'i');

/** The properties that a style in a tenant's mail may set, and their values: every number is bounded. */
export const mailStyles: Readonly<Record<string, RegExp[]>> = {
  color: [colour],
  'background-color': [colour],
  'font-size': [size],
  'font-weight': [/^(normal|bold|bolder|lighter|[1-9]00)$/],
  'font-style': [/^(normal|italic|oblique)$/],
  'font-family': [/^[\w\s,'"-]{1,200}$/],
  'line-height': [size, /^normal$/],
  'text-align': [/^(left|right|center|justify|start|end)$/],
  'text-decoration': [/^(none|underline|line-through)$/],
  'vertical-align': [/^(top|middle|bottom|baseline|sub|super)$/],
  'list-style-type': [/^[a-z-]{1,30}$/],
  'white-space': [/^(normal|pre-wrap|pre-line)$/],
  width: [size],
  'max-width': [size],
  height: [size],
  'border-radius': [sizes],
  'border-collapse': [/^(collapse|separate)$/],
  ...Object.fromEntries(
    ['border', 'border-top', 'border-right', 'border-bottom', 'border-left'].map((name) => [name, [border]]),
  ),
  ...Object.fromEntries(
    ['margin', 'padding'].flatMap((name) =>
      ['', '-top', '-right', '-bottom', '-left'].map((side) => [`${name}${side}`, [sizes]]),
    ),
  ),
};
