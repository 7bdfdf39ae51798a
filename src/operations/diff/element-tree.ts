// A resource as named elements with their types and texts, so that two versions can be compared element by element.

import type { TypeModel } from '../../fhir/elements.ts';
import { elementsOf, membersOf } from '../../fhir/json/scan.ts';
import { itemsOf } from './items.ts';
import type { ElementText } from './value-part.ts';

/** The elements of one name in an object, in order. */
export interface Elements {
  /** As FHIRPath knows it: `value` for valueQuantity. */
  name: string;
  type: string;
  repeats: boolean;
  items: ElementText[];
}

/** By JSON name without an underscore; what the model does not know is left out. */
export function elementsIn(text: string, type: string, model: TypeModel): Map<string, Elements> {
  const result = new Map<string, Elements>();
  const members = membersOf(text, 0);
  for (const { name } of members) {
    const plain = name.startsWith('_') ? name.slice(1) : name;
    const found = result.has(plain) ? undefined : model.member(type, plain);
    if (!found) continue;
    const { shape } = found;
    const [values, extras] = [itemsOf(text, members, plain), itemsOf(text, members, `_${plain}`)];
    const items = Array.from(
      { length: Math.max(values.length, extras.length) },
      (_, i): ElementText => ({ type: found.type, value: values[i], extra: extras[i] }),
    );
    result.set(plain, { name: shape.name, type: found.type, repeats: shape.max > 1, items });
  }
  return result;
}

/** Same say: order of members and layout apart; digits count. */
export function isSameElement(a: ElementText, b: ElementText): boolean {
  return a.type === b.type && isSameText(a.value, b.value) && isSameText(a.extra, b.extra);
}

function isSameText(a: string | undefined, b: string | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && canonical(a) === canonical(b));
}

/** Members in order of their names, numbers as written. */
function canonical(text: string): string {
  if (text.startsWith('{')) {
    const members = membersOf(text, 0).map(
      ({ name, start, end }) => `${JSON.stringify(name)}:${canonical(text.slice(start, end))}`,
    );
    return `{${members.sort().join(',')}}`;
  }
  if (text.startsWith('[')) {
    return `[${elementsOf(text, 0)
      .map(({ start, end }) => canonical(text.slice(start, end)))
      .join(',')}]`;
  }
  return text.startsWith('"') ? JSON.stringify(JSON.parse(text)) : text;
}
