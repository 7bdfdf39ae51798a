// XML Patch: add, replace and remove on the XML form of a resource. RFC 5261, RFC 7351; R4 http.html#patch.
// Elements that a patch brings without a namespace of their own are FHIR's.

import type { TypeModel } from '../../elements.ts';
import { FhirError, fhirError } from '../../error.ts';
import { parseJson } from '../../json/parse.ts';
import { FHIR } from '../namespaces.ts';
import { readXml } from '../read.ts';
import { writeXml } from '../write.ts';
import { type Selected, SelectorError, select } from './selector.ts';
import { parseXmlTree, textOf, writeXmlTree, type XmlElement, type XmlNode } from './tree.ts';

const OPERATIONS_MAX = 1000;

interface Operation {
  index: number;
  element: XmlElement;
  /** The namespace of the patch itself. */
  own: string;
}

/**
 * The patched JSON text of a resource. Throws FhirError: 400 for what is no patch, 422 for one that does not apply; both
 * name the operation.
 */
export function applyXmlPatch(text: string, patch: string, model: TypeModel): string {
  const diff = parseXmlTree(patch, 'The patch');
  const operations = diff.children.filter((child) => child.kind === 'element');
  if (!['diff', 'patch'].includes(diff.local) || operations.length === 0)
    throw fhirError('structure', 'An XML Patch is a <diff> or <patch> with <add>, <replace> and <remove>.');
  if (operations.length > OPERATIONS_MAX)
    throw fhirError('too-large', `A patch has at most ${OPERATIONS_MAX} operations.`);
  let root = parseXmlTree(writeXml(parseJson(text), model), 'The resource');
  for (const [index, element] of operations.entries())
    root = applyOne(root, { index, element, own: diff.uri });
  return patchedJson(root, model);
}

function patchedJson(root: XmlElement, model: TypeModel): string {
  try {
    return readXml(writeXmlTree(root), model).text;
  } catch (error) {
    if (!(error instanceof FhirError)) throw error;
    // The place is one of a text that the client has not seen.
    const what = error.message.replace(/, at line \d+, column \d+\.$/, '');
    const { expression } = error.issues[0]!;
    throw fhirError('unprocessable', `What the patch makes is no resource: ${what}. Nothing was changed.`, {
      ...(expression !== undefined && { expression }),
    });
  }
}

function applyOne(root: XmlElement, operation: Operation): XmlElement {
  const { local } = operation.element;
  if (local !== 'add' && local !== 'replace' && local !== 'remove')
    throw malformed(operation, 'is none: known are add, replace and remove');
  const selected = located(root, operation);
  if (local === 'add') add(selected, operation);
  else if (local === 'replace') return replace(root, selected, operation);
  else remove(selected, operation);
  return root;
}

/** RFC 5261 4.1: exactly one node. */
function located(root: XmlElement, operation: Operation): Selected {
  const { attributes, scope } = operation.element;
  const selector = attributes.get('sel');
  if (selector === undefined) throw malformed(operation, 'has no sel');
  let found: Selected[];
  try {
    found = select(selector, root, scope);
  } catch (error) {
    if (error instanceof SelectorError)
      throw malformed(
        operation,
        `has a sel that ${error.message}: write e.g. f:Patient/f:name[1]/f:family/@value`,
      );
    throw error;
  }
  if (found.length !== 1)
    throw failed(
      operation,
      `${selector.slice(0, 120)} finds ${found.length === 0 ? 'nothing' : found.length}, not one`,
    );
  return found[0]!;
}

function add(selected: Selected, operation: Operation): void {
  const { element } = operation;
  const type = element.attributes.get('type');
  const pos = element.attributes.get('pos');
  if (selected.kind === 'attribute') throw malformed(operation, 'adds to an attribute: replace it');
  const { node, parent } = selected;
  if (type !== undefined) {
    if (!/^@[A-Za-z_][\w.:-]*$/.test(type))
      throw malformed(operation, `has the type ${type.slice(0, 40)}: only @name is known`);
    if (node.kind !== 'element') throw malformed(operation, 'adds an attribute to text');
    const name = type.slice(1);
    if (node.attributes.has(name)) throw failed(operation, `there is an attribute ${name} already`);
    node.attributes.set(name, textOf(element));
    return;
  }
  const content = contentOf(operation);
  if (content.length === 0) throw malformed(operation, 'has nothing to add');
  if (pos === 'before' || pos === 'after') {
    if (!parent) throw failed(operation, 'nothing can stand beside the resource');
    parent.children.splice(parent.children.indexOf(node) + (pos === 'after' ? 1 : 0), 0, ...content);
  } else if (pos !== undefined && pos !== 'prepend') {
    throw malformed(operation, `has the pos ${pos.slice(0, 40)}: known are before, after and prepend`);
  } else if (node.kind !== 'element') throw malformed(operation, 'adds to text: say pos="before" or "after"');
  else node.children.splice(pos === 'prepend' ? 0 : node.children.length, 0, ...content);
}

function replace(root: XmlElement, selected: Selected, operation: Operation): XmlElement {
  if (selected.kind === 'attribute') {
    selected.owner.attributes.set(selected.name, textOf(operation.element));
    return root;
  }
  const { node, parent } = selected;
  if (node.kind === 'text') {
    node.text = textOf(operation.element);
    return root;
  }
  const [content, ...more] = contentOf(operation);
  if (content?.kind !== 'element' || more.length > 0)
    throw malformed(operation, 'replaces an element by something else than one element');
  if (!parent) return content;
  parent.children.splice(parent.children.indexOf(node), 1, content);
  return root;
}

function remove(selected: Selected, operation: Operation): void {
  if (selected.kind === 'attribute') {
    selected.owner.attributes.delete(selected.name);
    return;
  }
  const { node, parent } = selected;
  if (!parent) throw failed(operation, 'the resource itself cannot be removed: delete it');
  parent.children.splice(parent.children.indexOf(node), 1);
}

/** What an operation brings: blanks between elements are layout. */
function contentOf({ element, own }: Operation): XmlNode[] {
  const hasElements = element.children.some(({ kind }) => kind === 'element');
  const nodes = element.children.filter(
    (child) => child.kind === 'element' || !hasElements || child.text.trim() !== '',
  );
  return nodes.map((node) => inFhir(node, own));
}

function inFhir(node: XmlNode, own: string): XmlNode {
  if (node.kind === 'text') return { ...node };
  const uri = node.uri === '' || node.uri === own ? FHIR : node.uri;
  return {
    ...node,
    uri,
    attributes: new Map(node.attributes),
    children: node.children.map((child) => inFhir(child, own)),
  };
}

function malformed({ index, element }: Operation, what: string): FhirError {
  return fhirError('structure', `Operation ${index} of the patch, <${element.local.slice(0, 40)}>, ${what}.`);
}

function failed({ index }: Operation, what: string): FhirError {
  return fhirError(
    'unprocessable',
    `Operation ${index} of the patch cannot be done: ${what}. Nothing was changed.`,
  );
}
