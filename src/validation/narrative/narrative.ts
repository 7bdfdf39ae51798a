// Narrative: well-formed XHTML of basic formatting only, with content. R4 narrative.html; txt-1, txt-2.

import type { ItemCheck, Visit } from '../visit.ts';
import { createHasTarget, type HasTarget, linkFault } from './links.ts';
import { nestingFault, textFault } from './nesting.ts';
import { ELEMENTS, hasAttribute, NAMED_CHARACTERS } from './vocabulary.ts';

const NAMESPACE = 'http://www.w3.org/1999/xhtml';
/** A comment, or a tag that closes or opens an element. */
const TAG =
  /<!--[\s\S]*?-->|<\/([a-zA-Z][\w:.-]*)\s*>|<([a-zA-Z][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const INK = /\S/;
const AMPERSAND = /&(?:([a-zA-Z][a-zA-Z0-9]*|#[0-9]+|#x[0-9a-fA-F]+);)?/g;
/** Nobody reads what is nested deeper. */
const DEPTH_MAX = 200;
/** Links that a finding names. */
const LOST_MAX = 5;

interface Reading {
  hasTarget: HasTarget;
  visit: Visit;
  /** Links that lead nowhere. */
  lost: Set<string>;
}

interface Fault {
  key: 'txt-1' | 'txt-2';
  diagnostics: string;
}

export function createNarrativeCheck(): ItemCheck {
  const hasTarget = createHasTarget();
  return (value, _extra, _type, visit) => {
    if (typeof value !== 'string') return;
    const lost = new Set<string>();
    const fault = readNarrative(value, { hasTarget, visit, lost });
    if (fault) visit.error('invariant', fault.key, fault.diagnostics);
    else if (lost.size > 0) reportLost([...lost], visit);
  };
}

const malformed = (what: string): Fault => ({ key: 'txt-1', diagnostics: `The narrative ${what}` });

/** Reports what is not allowed as it goes; answers the fault that ends the reading, when there is one. */
function readNarrative(text: string, reading: Reading): Fault | undefined {
  const open: string[] = [];
  const hasAmpersand = text.includes('&');
  let hasContent = false;
  let roots = 0;
  let at = 0;
  while (at < text.length) {
    if (text[at] !== '<') {
      const start = at;
      const next = text.indexOf('<', at);
      at = next < 0 ? text.length : next;
      const wrong = hasAmpersand ? ampersandFault(text.slice(start, at)) : undefined;
      if (wrong) return wrong;
      if (!hasInk(text, start, at)) continue;
      if (open.length === 0) return malformed('has text outside its div: move it inside.');
      reportNesting(textFault(open), reading.visit);
      hasContent = true;
      continue;
    }
    const tag = tagAt(text, at, open[open.length - 1]);
    if (!tag) return malformed('is not well-formed XHTML: correct its markup.');
    const { closed, opened, attributes, isClosed } = tag;
    at += tag.length;
    if (closed !== undefined) {
      if (open.pop() === closed) continue;
      return malformed(`is not well-formed: </${closed}> closes an element that is not open.`);
    }
    // A comment.
    if (opened === undefined) continue;
    if (open.length === 0) {
      roots++;
      const wrong = rootFault(opened, attributes, roots);
      if (wrong) return wrong;
    }
    if (opened === 'img' || opened === 'hr') hasContent = true;
    reportNesting(nestingFault(opened, open), reading.visit);
    checkElement(opened, attributes, reading);
    if (!isClosed) open.push(opened);
    if (open.length > DEPTH_MAX) return malformed(`is nested more than ${DEPTH_MAX} deep: flatten it.`);
  }
  if (open.length > 0 || roots === 0) {
    return malformed('is not well-formed: it is one <div> with every element closed.');
  }
  return hasContent
    ? undefined
    : { key: 'txt-2', diagnostics: 'The narrative has no text: write some, or leave text out.' };
}

/** Is there anything but space from one place to another? */
function hasInk(text: string, from: number, to: number): boolean {
  const first = text.charCodeAt(from);
  return (first > 0x20 && first < 0x7f) || INK.test(text.slice(from, to));
}

interface Tag {
  closed: string | undefined;
  opened: string | undefined;
  attributes: string;
  /** `<br/>` */
  isClosed: boolean;
  /** In characters. */
  length: number;
}

/** `<td>`, as it is written, and `</td>`, by what it closes: the usual ones are seen at a glance. */
const BARE = new Map([...ELEMENTS].map((name) => [`<${name}>`, opening(name)]));
const CLOSING = new Map([...ELEMENTS].map((name) => [name, closing(name)]));
const BARE_MAX = Math.max(...[...BARE.keys()].map(({ length }) => length));

function opening(opened: string): Tag {
  return { closed: undefined, opened, attributes: '', isClosed: false, length: opened.length + 2 };
}

function closing(closed: string): Tag {
  return { closed, opened: undefined, attributes: '', isClosed: false, length: closed.length + 3 };
}

/** undefined: what begins here is no tag. `innermost`: the element that is open. */
function tagAt(text: string, at: number, innermost: string | undefined): Tag | undefined {
  if (innermost !== undefined && text[at + 1] === '/' && text.startsWith(innermost, at + 2)) {
    const tag = text[at + 2 + innermost.length] === '>' ? CLOSING.get(innermost) : undefined;
    if (tag) return tag;
  }
  const length = text.indexOf('>', at) + 1 - at;
  const bare = length > 0 && length <= BARE_MAX ? BARE.get(text.slice(at, at + length)) : undefined;
  if (bare) return bare;
  TAG.lastIndex = at;
  const found = TAG.exec(text);
  if (!found) return undefined;
  const [whole, closed, opened, attributes = '', slash] = found;
  return { closed, opened, attributes, isClosed: slash === '/', length: whole.length };
}

function rootFault(name: string, attributes: string, roots: number): Fault | undefined {
  if (name !== 'div' || roots > 1) return malformed('must be one <div>: put everything inside it.');
  const declared = /\bxmlns\s*=\s*["']([^"']*)/.exec(attributes)?.[1];
  return declared === NAMESPACE
    ? undefined
    : malformed(`has a div that must declare xmlns="${NAMESPACE}": add it.`);
}

/** The first ampersand that stands for no character. */
function ampersandFault(text: string): Fault | undefined {
  for (const [written, name] of text.matchAll(AMPERSAND)) {
    if (name === undefined) return malformed('has a bare "&": write &amp; instead.');
    if (!name.startsWith('#') && !NAMED_CHARACTERS.has(name)) {
      return malformed(`has ${written.slice(0, 40)}, which XML does not know: write the character itself.`);
    }
  }
  return undefined;
}

function reportNesting(fault: string | undefined, visit: Visit): void {
  if (fault !== undefined) visit.error('invariant', 'txt-1', `The narrative ${fault}.`);
}

function checkElement(element: string, attributes: string, reading: Reading): void {
  if (attributes === '' && ELEMENTS.has(element)) return;
  const { visit } = reading;
  const report = (what: string) => visit.error('invariant', 'txt-1', `The narrative ${what}`);
  if (!ELEMENTS.has(element)) {
    report(`uses <${element}>, which FHIR does not allow: use basic formatting only.`);
    return;
  }
  for (const [, name = '', double, single] of attributes.matchAll(ATTRIBUTE)) {
    const value = double ?? single ?? '';
    if (name === 'xmlns' && value !== NAMESPACE) {
      report(`has <${element}> of the namespace ${value.slice(0, 100)}: use ${NAMESPACE} alone.`);
    } else if (!hasAttribute(element, name)) {
      report(`has the attribute ${name} on <${element}>, which FHIR does not allow: remove it.`);
    } else if (name === 'href' || name === 'src') checkLink(element, name, value, reading);
    else if (value.startsWith('#')) visit.noteLocalReference(value);
  }
}

function checkLink(element: string, name: string, url: string, reading: Reading): void {
  const { hasTarget, visit, lost } = reading;
  if (url.startsWith('#')) {
    // A picture or link in the narrative refers to a contained resource as a Reference does.
    visit.noteLocalReference(url);
    const id = url.slice(1);
    if (id !== '' && !hasTarget(visit.root, id) && !hasTarget(visit.bundle, id)) lost.add(url);
    return;
  }
  const fault = linkFault(url.replaceAll('&amp;', '&'));
  if (fault === undefined) return;
  const diagnostics = `The narrative has <${element}> whose ${name} ${fault}.`;
  visit.error('invariant', 'txt-1', diagnostics);
}

function reportLost(links: readonly string[], visit: Visit): void {
  const more = links.length > LOST_MAX ? ` and ${links.length - LOST_MAX} more` : '';
  const shown = links.slice(0, LOST_MAX).map((link) => link.slice(0, 100));
  const diagnostics = `The narrative links to ${shown.join(', ')}${more}, and nothing has such an id: correct the links, or remove them.`;
  visit.error('value', 'narrative-link', diagnostics);
}
