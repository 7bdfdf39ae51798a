// The frame of every page, and the headers that go with it: no scripts at all, one style sheet known by its hash.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Html, html } from './html.ts';

export interface Layout {
  page(title: string, body: Html): string;
  headers: Readonly<Record<string, string>>;
}

/** Reads the style sheet once. */
export function createLayout(): Layout {
  const style = readFileSync(path.join(import.meta.dirname, 'style.css'), 'utf8');
  const hash = createHash('sha256').update(style).digest('base64');
  const sheet: Html = { html: `<style>${style}</style>` };
  return {
    page: (title, body) =>
      html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
${sheet}
</head>
<body>
${body}
</body>
</html>
`.html,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    },
  };
}
