// The little Markdown that our own pages use: headings, paragraphs, lists, code.

import { type Html, html } from './html.ts';

export function markdownBody(text: string): Html {
  const blocks: Html[] = [];
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; ) {
    const line = lines[at]!;
    if (line.startsWith('```')) {
      const end = lines.indexOf('```', at + 1);
      blocks.push(html`<pre>${lines.slice(at + 1, end).join('\n')}</pre>\n`);
      at = end + 1;
    } else if (line.startsWith('# ')) blocks.push(html`<h1>${inline(lines[at++]!.slice(2))}</h1>\n`);
    else if (line.startsWith('## ')) blocks.push(html`<h2>${inline(lines[at++]!.slice(3))}</h2>\n`);
    else if (line.trim() === '') at++;
    else {
      const end = lines.findIndex((one, i) => i > at && (one.trim() === '' || one.startsWith('```')));
      const paragraph = lines.slice(at, end === -1 ? lines.length : end);
      blocks.push(html`<p>${inline(paragraph.join(' '))}</p>\n`);
      at += paragraph.length;
    }
  }
  return html`${blocks}`;
}

function inline(text: string): Html {
  const parts = text.split('`').map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
  return html`${parts}`;
}
