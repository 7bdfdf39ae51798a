// XML as a tree that can be changed, for XML Patch: elements and text. Comments and instructions are left out, as FHIR
// does not keep them.

import { SaxesParser, type SaxesTagNS } from 'saxes';
import { fhirError } from '../../error.ts';
import { DEPTH_MAX } from '../../json/parse.ts';
import { escapeAttribute, escapeText } from '../escape.ts';

export type XmlNode = XmlElement | XmlText;

export interface XmlText {
  kind: 'text';
  text: string;
}

export interface XmlElement {
  kind: 'element';
  /** Namespace; '' for none. */
  uri: string;
  local: string;
  /** By name, prefix included; declarations of namespaces are not among them. */
  attributes: Map<string, string>;
  children: XmlNode[];
  /** Namespaces by prefix, as they are in scope here. */
  scope: Readonly<Record<string, string>>;
}

/** Throws FhirError('structure'); `what` begins its sentence. */
export function parseXmlTree(text: string, what: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true, defaultXMLVersion: '1.0', forceXMLVersion: true });
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  const fault = (why: string) => fhirError('structure', `${what} ${why}, at line ${parser.line}.`);
  const add = (node: XmlNode) => open.at(-1)?.children.push(node);
  parser.on('error', (error) => {
    throw fault(`is not well-formed XML: ${error.message.replace(/^\d+:\d+: /, '')}`);
  });
  parser.on('doctype', () => {
    throw fault('has a DOCTYPE: leave it out');
  });
  parser.on('opentag', (tag) => {
    if (open.length === DEPTH_MAX) throw fault(`is nested deeper than ${DEPTH_MAX} levels`);
    const element = elementOf(tag, open.at(-1)?.scope ?? {});
    add(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.on('text', (more) => add({ kind: 'text', text: more }));
  parser.on('cdata', (more) => add({ kind: 'text', text: more }));
  parser.write(text.replace(/^\ufeff/, '')).close();
  return root!;
}

function elementOf(tag: SaxesTagNS, outer: XmlElement['scope']): XmlElement {
  const attributes = new Map<string, string>();
  for (const { name, prefix, value } of Object.values(tag.attributes))
    if (prefix !== 'xmlns' && name !== 'xmlns') attributes.set(name, value);
  const scope = { ...outer, ...tag.ns };
  return { kind: 'element', uri: tag.uri, local: tag.local, attributes, children: [], scope };
}

/** Without prefixes: an element says its namespace where it is another than its parent's. */
export function writeXmlTree(node: XmlNode, outer = ''): string {
  if (node.kind === 'text') return escapeText(node.text);
  const { uri, local, attributes, children } = node;
  const said = [...attributes].map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`).join('');
  const start = `<${local}${uri === outer ? '' : ` xmlns="${escapeAttribute(uri)}"`}${said}`;
  if (children.length === 0) return `${start}/>`;
  return `${start}>${children.map((child) => writeXmlTree(child, uri)).join('')}</${local}>`;
}

/** All text within. */
export function textOf(node: XmlNode): string {
  return node.kind === 'text' ? node.text : node.children.map(textOf).join('');
}
