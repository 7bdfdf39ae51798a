// The selectors of XML Patch: the part of XPath that RFC 5261 allows, from the root of the document: `/f:Patient/f:name[2]/
// f:given[1]/@value`, `*`, `text()`, and the predicates [n], [@a='v'], [name='v'] and [.='v'].

import { textOf, type XmlElement, type XmlNode, type XmlText } from './tree.ts';

export type Selected =
  | { kind: 'attribute'; owner: XmlElement; name: string }
  | { kind: 'node'; node: XmlNode; parent: XmlElement | undefined };

/** What a selector cannot be, as the end of a sentence. */
export class SelectorError extends Error {}

interface Found {
  node: XmlNode;
  parent: XmlElement | undefined;
}

/** A name without prefix is one of any namespace; `scope` resolves prefixes. Throws SelectorError. */
export function select(selector: string, root: XmlElement, scope: XmlElement['scope']): Selected[] {
  const { steps, attribute } = parse(selector, scope);
  let found: Found[] = [];
  for (const [depth, step] of steps.entries()) {
    const lists: Found[][] =
      depth === 0
        ? [[{ node: root, parent: undefined }]]
        : found.map(({ node }) =>
            node.kind === 'element' ? node.children.map((child) => ({ node: child, parent: node })) : [],
          );
    found = lists.flatMap((list) => step(list));
  }
  if (attribute === undefined) return found.map((one) => ({ kind: 'node', ...one }));
  return found.flatMap(({ node }): Selected[] =>
    node.kind === 'element' && node.attributes.has(attribute)
      ? [{ kind: 'attribute', owner: node, name: attribute }]
      : [],
  );
}

/** Of the children of one element, those that it means. */
type Step = (list: Found[]) => Found[];

const NAME = '[A-Za-z_][\\w.-]*';
const STEP = new RegExp(`^(?:(text\\(\\))|(?:(${NAME}):)?(${NAME}|\\*))`);
const PREDICATE = new RegExp(
  `^\\[\\s*(?:([1-9]\\d{0,8})|(@?)((?:${NAME}:)?${NAME}|\\.)\\s*=\\s*("[^"]*"|'[^']*'))\\s*\\]`,
);

function parse(
  selector: string,
  scope: XmlElement['scope'],
): { steps: Step[]; attribute: string | undefined } {
  let rest = selector.trim().replace(/^\//, '');
  const steps: Step[] = [];
  for (;;) {
    const attribute = /^@([A-Za-z_][\w.:-]*)$/.exec(rest)?.[1];
    if (attribute !== undefined && steps.length > 0) return { steps, attribute };
    const match = STEP.exec(rest);
    if (!match) throw new SelectorError(`cannot be followed at "${rest.slice(0, 40)}"`);
    rest = rest.slice(match[0].length);
    let step = nodeTest(match[1] !== undefined, uriOf(match[2], scope), match[3] ?? '*');
    for (let predicate = PREDICATE.exec(rest); predicate; predicate = PREDICATE.exec(rest)) {
      rest = rest.slice(predicate[0].length);
      step = filtered(step, predicateOf(predicate, scope));
    }
    steps.push(step);
    if (rest === '') return { steps, attribute: undefined };
    if (!rest.startsWith('/')) throw new SelectorError(`cannot be followed at "${rest.slice(0, 40)}"`);
    rest = rest.slice(1);
  }
}

function uriOf(prefix: string | undefined, scope: XmlElement['scope']): string | undefined {
  if (prefix === undefined) return undefined;
  const uri = scope[prefix];
  if (uri === undefined) throw new SelectorError(`has the prefix ${prefix}, which is not declared`);
  return uri;
}

function nodeTest(isText: boolean, uri: string | undefined, name: string): Step {
  const isOne = isText
    ? (node: XmlNode): node is XmlText => node.kind === 'text'
    : (node: XmlNode) => isNamed(node, uri, name);
  return (list) => list.filter(({ node }) => isOne(node));
}

function isNamed(node: XmlNode, uri: string | undefined, name: string): boolean {
  if (node.kind !== 'element') return false;
  return (uri === undefined || node.uri === uri) && (name === '*' || node.local === name);
}

function filtered(step: Step, keep: (found: Found, position: number) => boolean): Step {
  return (list) => step(list).filter((found, i) => keep(found, i + 1));
}

function predicateOf(
  [, position, at, name, quoted]: RegExpExecArray,
  scope: XmlElement['scope'],
): (found: Found, position: number) => boolean {
  if (position !== undefined) return (_, at) => at === Number(position);
  const value = quoted!.slice(1, -1);
  if (name === '.') return ({ node }) => textOf(node) === value;
  if (at === '@') return ({ node }) => node.kind === 'element' && node.attributes.get(name!) === value;
  const [local, prefix] = name!.split(':').reverse() as [string, string | undefined];
  const uri = uriOf(prefix, scope);
  return ({ node }) =>
    node.kind === 'element' &&
    node.children.some((child) => isNamed(child, uri, local) && textOf(child) === value);
}
