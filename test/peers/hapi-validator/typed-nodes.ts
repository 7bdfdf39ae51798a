// What stands in an instance, with the definition each value has: what mutations and made instances go by.

import type { ElementDefinition } from 'fhir/r4.js';
import type { Definitions } from '../../../src/conformance/definitions.ts';
import { isObject, type Json, type JsonObject } from '../../../src/fhir/json/tree.ts';

export interface TypedNode {
  /** The object that has it as a member, and its name there. */
  parent: JsonObject;
  name: string;
  /** Its place in a list; absent where the member is no list. */
  index?: number;
  value: Json;
  /** `code`, `HumanName`, `BackboneElement`, `Resource`, … */
  type: string;
  element: ElementDefinition;
  /** The resource or data type that defines it. */
  owner: string;
}

const PRIMITIVE_URL = 'http://hl7.org/fhirpath/System.';

/** Direct children of `path` in a type; `Bundle.entry.link` is looked up where its contentReference leads. */
export function childrenOf(definitions: Definitions, owner: string, path: string): ElementDefinition[] {
  const elements = definitions.structure(owner)?.snapshot?.element ?? [];
  const reference = elements.find((one) => one.path === path)?.contentReference;
  const prefix = `${reference === undefined ? path : reference.replace(/^.*#/, '')}.`;
  return elements.filter(
    (one) => one.path.startsWith(prefix) && !one.path.slice(prefix.length).includes('.'),
  );
}

/** JSON names of an element, with the type each stands for. */
export function namesOf({
  path,
  type,
  contentReference,
}: ElementDefinition): { name: string; type: string }[] {
  const name = path.slice(path.lastIndexOf('.') + 1);
  if (contentReference !== undefined) return [{ name, type: 'BackboneElement' }];
  return (type ?? []).map(({ code }) => {
    const plain = code.startsWith(PRIMITIVE_URL) ? 'string' : code;
    return { name: name.replace('[x]', plain[0]!.toUpperCase() + plain.slice(1)), type: plain };
  });
}

export function isNested(type: string): boolean {
  return type === 'BackboneElement' || type === 'Element';
}

/** Every value of a resource that R4 defines, parents first. */
export function typedNodes(definitions: Definitions, resource: JsonObject): TypedNode[] {
  const found: TypedNode[] = [];
  const within = (object: JsonObject, owner: string, path: string): void => {
    for (const element of childrenOf(definitions, owner, path)) {
      for (const { name, type } of namesOf(element)) {
        const member = object[name];
        const values = Array.isArray(member) ? member : member === undefined ? [] : [member];
        values.forEach((value, i) => {
          const index = Array.isArray(member) ? i : undefined;
          found.push({ parent: object, name, index, value, type, element, owner });
          if (!isObject(value)) return;
          if (isNested(type)) within(value, owner, element.path);
          else if (typeof value.resourceType === 'string')
            within(value, value.resourceType, value.resourceType);
          else within(value, type, type);
        });
      }
    }
  };
  const type = String(resource.resourceType);
  within(resource, type, type);
  return found;
}
