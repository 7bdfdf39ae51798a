// The div of a narrative while it is read: kept as it was written where it can stand alone in JSON, written anew where
// its namespace comes from outside or from a prefix. R4 narrative.html, xml.html.

import type { SaxesTagNS } from 'saxes';
import { escapeAttribute, escapeText } from './escape.ts';
import { XHTML } from './namespaces.ts';

export class NarrativeReader {
  /** Open elements. */
  private depth = 0;
  private canStand = true;
  private rewritten = '';
  private readonly start: number;

  /** `start` is where the div's `<` stands. */
  constructor(start: number) {
    this.start = start;
  }

  /** Answers what is wrong with the tag, as the end of a sentence. */
  open(tag: SaxesTagNS): string | undefined {
    if (tag.uri !== XHTML) return `holds <${tag.name}>, which is not in the namespace ${XHTML}`;
    if (tag.prefix !== '') this.canStand = false;
    if (this.depth === 0) {
      if (tag.ns[''] !== XHTML) this.canStand = false;
      this.rewritten += `<${tag.local} xmlns="${XHTML}"`;
    } else this.rewritten += `<${tag.local}`;
    for (const { prefix, name, value } of Object.values(tag.attributes)) {
      if (prefix === 'xmlns' || name === 'xmlns') continue;
      if (prefix !== '' && prefix !== 'xml') return `has the attribute ${name}, which XHTML does not know`;
      this.rewritten += ` ${name}="${escapeAttribute(value)}"`;
    }
    this.rewritten += tag.isSelfClosing ? '/>' : '>';
    this.depth++;
    return undefined;
  }

  text(text: string): void {
    this.rewritten += escapeText(text);
  }

  /** Plain text in another dress, which JSON clients need not know. */
  cdata(text: string): void {
    this.canStand = false;
    this.text(text);
  }

  processingInstruction(): void {
    this.canStand = false;
  }

  /** `end` is behind the tag's `>`. The whole div when this closes it. */
  close(tag: SaxesTagNS, source: string, end: number): string | undefined {
    if (!tag.isSelfClosing) this.rewritten += `</${tag.local}>`;
    if (--this.depth > 0) return undefined;
    return this.canStand ? source.slice(this.start, end) : this.rewritten;
  }
}
