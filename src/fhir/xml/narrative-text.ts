// The div of a narrative as it stands in XML: what JSON holds, as it is, if it is well-formed there. R4 narrative.html.

import { SaxesParser } from 'saxes';
import { escapeText } from './escape.ts';
import { numberEntities } from './html-entities.ts';
import { XHTML } from './namespaces.ts';

/** Something that is no div (stored while validation only reported) is shown as text: the document stays readable. */
export function narrativeText(value: string): string {
  const bare = numberEntities(value).trim();
  const div = bare.replace(/^<div(?=[\s/>])(?![^>]*\sxmlns\s*=)/, `<div xmlns="${XHTML}"`);
  return isDiv(div) ? div : `<div xmlns="${XHTML}">${escapeText(value)}</div>`;
}

function isDiv(text: string): boolean {
  const parser = new SaxesParser({ xmlns: true, defaultXMLVersion: '1.0', forceXMLVersion: true });
  let isRight = true;
  let depth = 0;
  const refuse = () => {
    isRight = false;
  };
  // Behind an XML declaration or a comment it would not be one element of its own.
  if (!text.startsWith('<div')) return false;
  parser.on('error', refuse);
  parser.on('doctype', refuse);
  parser.on('opentag', (tag) => {
    if (tag.uri !== XHTML || (depth++ === 0 && tag.local !== 'div')) refuse();
  });
  parser.on('closetag', () => depth--);
  parser.write(text).close();
  return isRight;
}
