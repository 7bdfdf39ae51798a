// A resource or a Bundle for a browser: what it is, where one can go from it, and its JSON. Narratives are shown as
// text, never as HTML of this page.

import { isObject, type JsonObject } from '../fhir/json/tree.ts';
import { type Html, html } from './html.ts';
import { hrefOf, jsonView, type Links } from './json-view.ts';
import { shortText } from './short-text.ts';

/** Longer texts are not coloured: a browser would not thank us. */
const SHOWN_MAX = 500_000;

/** `text` is compact JSON; `url` is what was asked, below the host. */
export function resourcePage(text: string, url: string, links: Links): { title: string; body: Html } {
  const resource = JSON.parse(text) as JsonObject;
  const title = titleOf(resource);
  const parts = [resource.resourceType === 'Bundle' ? bundleTable(resource, links) : undefined];
  const shown =
    text.length > SHOWN_MAX
      ? html`<p class="soft">太长，未显示 · Too long to be shown here (${text.length} characters).</p>`
      : resource.resourceType === 'Bundle'
        ? html`<details><summary>JSON</summary>${jsonView(text, links)}</details>`
        : jsonView(text, links);
  const body = html`<header>
<nav><a href="/">联体 Lianti</a>${linksFrom(resource, links)}<a href="${asJson(url)}">JSON</a></nav>
<h1>${title}</h1>
<p class="soft">${subtitleOf(resource)}</p>
</header>
<main>${parts}${shown}</main>`;
  return { title, body };
}

function titleOf({ resourceType, id, type, name }: JsonObject): string {
  if (resourceType === 'Bundle') return `Bundle · ${String(type ?? '')}`;
  if (typeof id === 'string') return `${String(resourceType)}/${id}`;
  return `${String(resourceType)}${typeof name === 'string' ? ` ${name}` : ''}`;
}

function subtitleOf(resource: JsonObject): string {
  const { meta, total, resourceType } = resource;
  if (resourceType === 'Bundle')
    return total === undefined ? '' : `共 ${String(total)} · ${String(total)} in all`;
  const { versionId, lastUpdated } = isObject(meta) ? meta : {};
  const version = versionId === undefined ? '' : `版本 version ${String(versionId)}, ${String(lastUpdated)}`;
  return [shortText(resource), version].filter((part) => part !== '').join(' · ');
}

function linksFrom({ resourceType, id, link }: JsonObject, { basePath, baseUrl }: Links): Html[] {
  if (resourceType === 'Bundle') {
    return (Array.isArray(link) ? link : []).filter(isObject).flatMap((one): Html[] => {
      const target = hrefOf(String(one.url), { basePath, baseUrl });
      return target === undefined ? [] : [html`<a href="${target}">${String(one.relation)}</a>`];
    });
  }
  if (typeof id !== 'string') return [];
  const here = `${basePath}/${String(resourceType)}/${id}`;
  const everything =
    resourceType === 'Patient' || resourceType === 'Encounter'
      ? [html`<a href="${here}/$everything">全部记录 everything</a>`]
      : [];
  return [html`<a href="${here}/_history">历史 history</a>`, ...everything];
}

function bundleTable({ entry }: JsonObject, links: Links): Html {
  const entries = Array.isArray(entry) ? entry.filter(isObject) : [];
  if (entries.length === 0) return html`<p>没有条目 · No entries.</p>`;
  return html`<table>
<tr><th>资源 resource</th><th>内容 content</th><th></th></tr>
${entries.map((one) => bundleRow(one, links))}
</table>`;
}

function bundleRow({ fullUrl, resource, search, request, response }: JsonObject, links: Links): Html {
  const { resourceType, id, meta } = isObject(resource) ? resource : {};
  const version = isObject(meta) ? meta.versionId : undefined;
  const isVersion = isObject(request) && version !== undefined;
  const named = id === undefined ? undefined : `${String(resourceType)}/${String(id)}`;
  const path = isVersion && named !== undefined ? `${named}/_history/${String(version)}` : named;
  const target = path === undefined ? hrefOf(String(fullUrl ?? ''), links) : hrefOf(path, links);
  const shown = named ?? String(fullUrl ?? resourceType ?? '').replace(`${links.baseUrl}/`, '');
  const mode = isObject(search) ? String(search.mode) : '';
  const done = isObject(request) ? `${String(request.method)} ${statusOf(response)}` : statusOf(response);
  const about = isObject(resource) ? shortText(resource) : '';
  return html`<tr><td>${target === undefined ? shown : html`<a href="${target}">${shown}</a>`}</td><td>${about}</td><td class="soft">${mode}${done}</td></tr>
`;
}

function statusOf(response: unknown): string {
  return isObject(response) ? String(response.status ?? '') : '';
}

/** The same page for programs. */
function asJson(url: string): string {
  const plain = url.replace(/([?&])_format=[^&]*&?/, '$1').replace(/[?&]$/, '');
  return `${plain}${plain.includes('?') ? '&' : '?'}_format=json`;
}
