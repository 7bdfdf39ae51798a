// The JSON form of a resource to FHIR XML, elements in the order of their definition. R4 xml.html.

import type { ElementShape, TypeModel } from '../elements.ts';
import type { JsonDocument } from '../json/parse.ts';
import { isObject, type Json, type JsonObject } from '../json/tree.ts';
import { escapeAttribute } from './escape.ts';
import { isAttribute } from './frame.ts';
import { FHIR } from './namespaces.ts';
import { narrativeText } from './narrative-text.ts';

/** `document` is a resource. Decimals keep their digits. With `isPretty` elements stand on lines of their own. */
export function writeXml(
  { value, numbers }: Pick<JsonDocument, 'value' | 'numbers'>,
  model: TypeModel,
  isPretty = false,
): string {
  const lineOf = isPretty ? (depth: number) => `\n${'  '.repeat(depth)}` : () => '';
  const orders = new Map<string, ReadonlyMap<ElementShape, number>>();
  if (!isObject(value)) throw new Error('Only a resource can be written as XML.');
  return `<?xml version="1.0" encoding="UTF-8"?>${resource(value, 0, ` xmlns="${FHIR}"`)}${isPretty ? '\n' : ''}`;

  function resource(content: JsonObject, depth: number, namespace = ''): string {
    const type = String(content.resourceType);
    return element(type, namespace, children(content, type, true, depth + 1), depth);
  }

  function element(name: string, attributes: string, inner: string, depth: number): string {
    const start = `${lineOf(depth)}<${name}${attributes}`;
    return inner === '' ? `${start}/>` : `${start}>${inner}${lineOf(depth)}</${name}>`;
  }

  function children(content: JsonObject, type: string, isResource: boolean, depth: number): string {
    const kind = isResource ? 'resource' : 'object';
    let text = '';
    for (const { name, memberType } of members(content, type)) {
      if (isAttribute({ kind, type }, name)) continue;
      const value = content[name];
      const extra = content[`_${name}`];
      const values = Array.isArray(value) ? value : [value];
      const extras = Array.isArray(extra) ? extra : [extra];
      const container = Array.isArray(value) ? value : content;
      for (let i = 0; i < Math.max(values.length, extras.length); i++) {
        const source = numbers.get(container, container === content ? name : i);
        text += one(name, memberType, source ?? values[i], extras[i], depth);
      }
    }
    return text;
  }

  function one(
    name: string,
    type: string,
    value: Json | undefined,
    extra: Json | undefined,
    depth: number,
  ): string {
    const kind = model.kind(type);
    if (kind === 'primitive') return primitive(name, type, value, extra, depth);
    if (!isObject(value)) return '';
    if (kind === 'resource') return element(name, '', resource(value, depth + 1), depth);
    const url = type === 'Extension' && typeof value.url === 'string' ? attribute('url', value.url) : '';
    return element(name, idOf(value) + url, children(value, type, false, depth + 1), depth);
  }

  function primitive(
    name: string,
    type: string,
    value: Json | undefined,
    extra: Json | undefined,
    depth: number,
  ): string {
    if (type === 'xhtml') return typeof value === 'string' ? lineOf(depth) + narrativeText(value) : '';
    const hasValue = value !== undefined && value !== null && typeof value !== 'object';
    const more = isObject(extra) ? extra : {};
    const attributes = idOf(more) + (hasValue ? attribute('value', String(value)) : '');
    const inner = children(more, type, false, depth + 1);
    return attributes === '' && inner === '' ? '' : element(name, attributes, inner, depth);
  }

  /** Those that are there, in the order of the definition. Others cannot be: validation refuses them in any mode. */
  function members(content: JsonObject, type: string): { name: string; memberType: string }[] {
    const found = new Map<string, { name: string; memberType: string; order: number }>();
    for (const key of Object.keys(content)) {
      const name = key.startsWith('_') ? key.slice(1) : key;
      const member = model.member(type, name);
      if (member) {
        found.set(name, { name, memberType: member.type, order: orderOf(type).get(member.shape)! });
      }
    }
    return [...found.values()].sort((a, b) => a.order - b.order);
  }

  function orderOf(type: string): ReadonlyMap<ElementShape, number> {
    let order = orders.get(type);
    if (!order) {
      order = new Map([...model.elements(type)!.values()].map((shape, i) => [shape, i]));
      orders.set(type, order);
    }
    return order;
  }
}

function idOf({ id }: JsonObject): string {
  return typeof id === 'string' ? attribute('id', id) : '';
}

function attribute(name: string, value: string): string {
  return ` ${name}="${escapeAttribute(value)}"`;
}
