/** HTML in which data can only ever be text: everything put into a template is escaped, except other templates. */
import { escapeText } from '../../verdict/svg-text';
import { visible } from './visible';

export interface Html {
  readonly markup: string;
}
type Value = string | number | Html | readonly Html[] | null;

const isMany = (value: Value): value is readonly Html[] => Array.isArray(value);

function markupOf(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'string' || typeof value === 'number') return escapeText(visible(String(value)));
  return isMany(value) ? value.map((one) => one.markup).join('') : value.markup;
}

/** The one way to make markup. Strings and numbers become text; null becomes nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return {
    markup: parts.map((part, i) => (i === 0 ? part : markupOf(values[i - 1] ?? null) + part)).join(''),
  };
}

/** Markup that this program drew itself, such as a chart. Never data. */
export const drawn = (markup: string): Html => ({ markup });

/** A section with its heading; nothing at all when it has no content. */
export const section = (id: string, title: string, content: readonly Html[]): Html =>
  content.length === 0
    ? html``
    : html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${content}</section>`;

/** Two columns, or one where the values are long. */
export const facts = (
  rows: readonly (readonly [string, Html])[],
  columns: 'facts' | 'facts wide' = 'facts',
): Html =>
  html`<dl class="${columns}">${rows.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`;

export const table = (heads: readonly string[], rows: readonly (readonly Html[])[]): Html =>
  html`<table><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows.map(
    (cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`,
  )}</tbody></table>`;

export const code = (text: string): Html => html`<code>${text}</code>`;
export const text = (value: string | number): Html => html`${value}`;
