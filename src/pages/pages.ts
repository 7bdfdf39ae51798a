// The pages for people who try this server: landing, examples, OpenAPI, and resources as a browser shows them.

import type { CapabilityStatement } from 'fhir/r4.js';
import type { Definitions } from '../conformance/definitions.ts';
import { html } from './html.ts';
import { landingBody } from './landing.ts';
import { createLayout } from './layout.ts';
import { markdownBody } from './markdown.ts';
import { openApi } from './openapi/openapi.ts';
import { resourcePage } from './resource-page.ts';

export interface Page {
  headers: Readonly<Record<string, string>>;
  text: string;
}

export interface Pages {
  /** The page at a path, query apart; undefined: there is none. */
  at(path: string): Page | undefined;
  /** A resource as compact JSON; `url` is what was asked, below the host. */
  ofResource(text: string, url: string): Page;
}

/** What the examples are written for; readers see the address of their own server. */
const EXAMPLE_BASE = 'http://127.0.0.1:3000/fhir';

/** What takes time is made when it is first asked for. */
export function createPages(given: {
  baseUrl: string;
  version: string;
  needsToken: boolean;
  definitions: Definitions;
  /** JSON of the CapabilityStatement in force; the same text until it changes. */
  statement(): string;
  /** Markdown of docs/examples.md. */
  examples(): string;
}): Pages {
  const { baseUrl, version, needsToken } = given;
  const layout = createLayout();
  const links = { baseUrl, basePath: new URL(baseUrl).pathname.replace(/\/$/, '') };
  const page = (title: string, body: Parameters<typeof layout.page>[1]): Page => ({
    headers: layout.headers,
    text: layout.page(title, body),
  });

  const openApiText = remembering((statement: string) =>
    JSON.stringify(openApi(JSON.parse(statement) as CapabilityStatement, given.definitions)),
  );
  const makers: Record<string, () => Page> = {
    '/': () => page('联体 Lianti', landingBody({ ...links, version, needsToken })),
    '/examples': () => {
      const examples = markdownBody(given.examples().replaceAll(EXAMPLE_BASE, baseUrl));
      return page(
        '示例 · Examples',
        html`<header><nav><a href="/">联体 Lianti</a></nav></header><main>${examples}</main>`,
      );
    },
    '/openapi.json': () => ({
      headers: { 'Content-Type': 'application/json; charset=utf-8', 'Access-Control-Allow-Origin': '*' },
      text: openApiText(given.statement()),
    }),
  };
  const made = new Map<string, Page>();
  /** What follows from the definitions in force is not kept for good. */
  const changing = new Set(['/openapi.json']);

  return {
    at(path) {
      if (!Object.hasOwn(makers, path)) return undefined;
      const known = made.get(path) ?? makers[path]!();
      if (!changing.has(path)) made.set(path, known);
      return known;
    },
    ofResource(text, url) {
      const { title, body } = resourcePage(text, url, links);
      return page(`${title} · Lianti`, body);
    },
  };
}

/** Works it out again only when it is asked something else than the last time. */
function remembering<A, B>(work: (asked: A) => B): (asked: A) => B {
  let last: { asked: A; answer: B } | undefined;
  return (asked) => {
    if (last?.asked !== asked) last = { asked, answer: work(asked) };
    return last.answer;
  };
}
