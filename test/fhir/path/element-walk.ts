// Every element of a resource with the constraints that its definitions put on it.

import type { ElementDefinition } from 'fhir/r4.js';
import type { Definitions } from '../../../src/conformance/definitions.ts';
import { type Item, makeItem } from '../../../src/fhir/path/item.ts';
import { compileChildren } from '../../../src/fhir/path/members.ts';

export type Constraint = NonNullable<ElementDefinition['constraint']>[number];

export function resourceItem(resource: { resourceType: string }): Item {
  return makeItem(resource, resource.resourceType, resource, '', undefined);
}

/** Contained and bundled resources are left out: they are resources of their own. */
export function walkElements(
  resource: { resourceType: string },
  definitions: Definitions,
  visit: (item: Item, constraints: Constraint[]) => void,
): void {
  const { model } = definitions;
  const children = compileChildren(model);
  const constraints = new Map<string, Map<string, Constraint[]>>();

  /** Of the elements inside a type, by path from its root. */
  const constraintsIn = (type: string): Map<string, Constraint[]> => {
    let known = constraints.get(type);
    if (!known) {
      const elements = definitions.structure(type)?.snapshot?.element ?? [];
      known = new Map(elements.map(({ path, constraint }) => [path.replace('[x]', ''), constraint ?? []]));
      constraints.set(type, known);
    }
    return known;
  };

  /** `type` is the named type that the path begins with. */
  const walk = (item: Item, type: string, path: string): void => {
    const isOwnType = !item.type.includes('.') && item.type !== type;
    const own = isOwnType ? (constraintsIn(item.type).get(item.type) ?? []) : [];
    visit(item, [...(constraintsIn(type).get(path) ?? []), ...own]);
    for (const child of children(item)) {
      if (model.kind(child.type) === 'resource') continue;
      const name = nameOf(item.type, child);
      if (isOwnType) walk(child, item.type, `${item.type}.${name}`);
      else walk(child, type, `${path}.${name}`);
    }
  };

  const nameOf = (type: string, child: Item): string => {
    if (typeof child.member === 'string') return model.member(type, child.member)!.shape.name;
    const elements = [...model.elements(type)!.values()];
    return elements.find(({ types, max }) => max > 1 && types.includes(child.type))!.name;
  };

  walk(resourceItem(resource), resource.resourceType, resource.resourceType);
}
