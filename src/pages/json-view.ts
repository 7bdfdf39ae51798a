// JSON text for people: indented, coloured, with links where a string names a resource of this server.

import { pretty } from '../fhir/json/pretty.ts';
import { escapeHtml, type Html } from './html.ts';

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|-?\d[\d.eE+-]*|\b(?:true|false|null)\b/g;
const RELATIVE = /^[A-Z][A-Za-z]{1,63}\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/\d+)?$/;

export interface Links {
  /** `http://127.0.0.1:3000/fhir` */
  baseUrl: string;
  /** The same as a path for this browser: `/fhir`. */
  basePath: string;
}

/** `text` is compact JSON. */
export function jsonView(text: string, links: Links): Html {
  const indented = pretty(text);
  let result = '';
  let from = 0;
  for (const match of indented.matchAll(TOKEN)) {
    const [whole, string, colon] = match;
    result += escapeHtml(indented.slice(from, match.index));
    from = match.index + whole.length;
    if (string === undefined) result += `<span class="number">${escapeHtml(whole)}</span>`;
    else if (colon !== undefined) result += `<span class="name">${escapeHtml(string)}</span>${colon}`;
    else result += stringView(string, links);
  }
  return { html: `<pre>${result}${escapeHtml(indented.slice(from))}</pre>` };
}

function stringView(quoted: string, links: Links): string {
  const shown = `<span class="string">${escapeHtml(quoted)}</span>`;
  const target = hrefOf(JSON.parse(quoted) as string, links);
  return target === undefined ? shown : `<a href="${escapeHtml(target)}">${shown}</a>`;
}

/** A path on this server; undefined for everything else, so that no link leads away. */
export function hrefOf(value: string, { baseUrl, basePath }: Links): string | undefined {
  if (RELATIVE.test(value)) return `${basePath}/${value}`;
  if (value.startsWith(`${baseUrl}/`) || value.startsWith(`${baseUrl}?`))
    return basePath + value.slice(baseUrl.length);
  return undefined;
}
