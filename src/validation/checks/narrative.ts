// Narrative: well-formed XHTML of basic formatting only, with content. R4 narrative.html; txt-1, txt-2.

import type { ItemCheck, Visit } from '../visit.ts';

const ELEMENTS = new Set(
  (
    'h1 h2 h3 h4 h5 h6 p div span br hr a img b i em strong small big tt sub sup ins del q blockquote cite code ' +
    'dfn kbd samp var abbr acronym address bdo pre ul ol li dl dt dd table caption col colgroup thead tbody tfoot ' +
    'tr th td map area'
  ).split(' '),
);

const ATTRIBUTES = new Set(
  (
    'abbr accesskey align alt axis bgcolor border cellhalign cellpadding cellspacing cellvalign char charoff ' +
    'charset cite class colspan compact coords dir frame headers height href hreflang hspace id lang longdesc ' +
    'name nowrap rel rev rowspan rules scope shape span src start style summary tabindex title type usemap ' +
    'valign value vspace width xmlns xml:lang xml:space'
  ).split(' '),
);

const CONTENT_WITHOUT_TEXT = /^(img|hr)$/;
const SCRIPT_URL = /^\s*(javascript|vbscript|data:text\/html)/i;
const NAMESPACE = 'http://www.w3.org/1999/xhtml';
const TOKEN =
  /<!--[\s\S]*?-->|<\/([a-zA-Z][\w:.-]*)\s*>|<([a-zA-Z][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|[^<]+|</g;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const BARE_AMPERSAND = /&(?!(?:[a-zA-Z][a-zA-Z0-9]*|#[0-9]+|#x[0-9a-fA-F]+);)/;

interface Fault {
  key: 'txt-1' | 'txt-2';
  diagnostics: string;
}

export const checkNarrative: ItemCheck = (value, _extra, _type, visit) => {
  const fault = typeof value === 'string' ? readNarrative(value, visit) : undefined;
  if (fault) visit.error('invariant', fault.key, fault.diagnostics);
};

const malformed = (what: string): Fault => ({ key: 'txt-1', diagnostics: `The narrative ${what}` });

/** Reports what is not allowed as it goes; answers the fault that ends the reading, when there is one. */
function readNarrative(text: string, visit: Visit): Fault | undefined {
  const open: string[] = [];
  let hasContent = false;
  let roots = 0;
  for (const [token, closed, opened, attributes = '', selfClosed] of text.matchAll(TOKEN)) {
    if (token.startsWith('<!--')) continue;
    if (closed !== undefined) {
      if (open.pop() === closed) continue;
      return malformed(`is not well-formed: </${closed}> closes an element that is not open.`);
    }
    if (opened === undefined) {
      if (token === '<') return malformed('is not well-formed XHTML: correct its markup.');
      if (BARE_AMPERSAND.test(token)) return malformed('has a bare "&": write &amp; instead.');
      if (token.trim() === '') continue;
      if (open.length === 0) return malformed('has text outside its div: move it inside.');
      hasContent = true;
      continue;
    }
    if (open.length === 0) {
      roots++;
      const wrong = rootFault(opened, attributes, roots);
      if (wrong) return wrong;
    }
    if (CONTENT_WITHOUT_TEXT.test(opened)) hasContent = true;
    checkElement(opened, attributes, visit);
    if (selfClosed !== '/') open.push(opened);
  }
  if (open.length > 0 || roots === 0) {
    return malformed('is not well-formed: it is one <div> with every element closed.');
  }
  return hasContent
    ? undefined
    : { key: 'txt-2', diagnostics: 'The narrative has no text: write some, or leave text out.' };
}

function rootFault(name: string, attributes: string, roots: number): Fault | undefined {
  if (name !== 'div' || roots > 1) return malformed('must be one <div>: put everything inside it.');
  const declared = /\bxmlns\s*=\s*["']([^"']*)/.exec(attributes)?.[1];
  return declared === NAMESPACE
    ? undefined
    : malformed(`has a div that must declare xmlns="${NAMESPACE}": add it.`);
}

function checkElement(element: string, attributes: string, visit: Visit): void {
  const report = (what: string) => visit.error('invariant', 'txt-1', `The narrative ${what}`);
  if (!ELEMENTS.has(element))
    report(`uses <${element}>, which FHIR does not allow: use basic formatting only.`);
  for (const [, name = '', double, single] of attributes.matchAll(ATTRIBUTE)) {
    const value = double ?? single ?? '';
    if (!ATTRIBUTES.has(name)) {
      report(`has the attribute ${name} on <${element}>, which FHIR does not allow: remove it.`);
    } else if (SCRIPT_URL.test(value)) {
      report(`has a script in ${name} of <${element}>: remove it.`);
    } else if (value.startsWith('#')) {
      // A picture or link in the narrative refers to a contained resource as a Reference does.
      visit.localReferences.add(value);
    }
  }
}
