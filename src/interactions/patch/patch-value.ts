// The value that a FHIRPath Patch carries, as JSON text: `value[x]`, or parts that name the elements of a type
// that no value[x] can hold. R4 fhirpatch.html.

import type { TypeModel } from '../../fhir/elements.ts';
import { fhirError } from '../../fhir/error.ts';
import { find } from '../../fhir/json/change.ts';
import type { Path } from '../../fhir/json/splice.ts';
import { isObject, type JsonObject } from '../../fhir/json/tree.ts';

export interface PatchValue {
  text: string;
  /** FHIR type of a value[x]; undefined for parts, which take the type of where they go. */
  type: string | undefined;
}

/** `part` stands at `path` in the text of the Parameters. `type`: of the element that parts would make. */
export function patchValue(
  part: JsonObject,
  path: Path,
  text: string,
  type: string,
  model: TypeModel,
): PatchValue {
  const member = Object.keys(part).find((name) => name.startsWith('value'));
  if (member) {
    const span = find(text, [...path, member])!;
    const rest = member.slice('value'.length);
    const lower = rest.charAt(0).toLowerCase() + rest.slice(1);
    return { text: text.slice(span.start, span.end), type: model.kind(lower) === 'primitive' ? lower : rest };
  }
  if (isObject(part.resource)) {
    const span = find(text, [...path, 'resource'])!;
    return { text: text.slice(span.start, span.end), type: undefined };
  }
  if (!Array.isArray(part.part))
    throw fhirError('structure', 'A value of the patch has neither value[x] nor parts.');
  return { text: objectText(part.part, [...path, 'part'], text, type, model), type: undefined };
}

function objectText(parts: unknown[], path: Path, text: string, type: string, model: TypeModel): string {
  const members = new Map<string, { texts: string[]; repeats: boolean }>();
  parts.forEach((part, i) => {
    if (!isObject(part) || typeof part.name !== 'string') {
      throw fhirError('structure', 'Each part of a patch value has a name.');
    }
    const place = memberFor(part, type, model);
    const value = patchValue(part, [...path, i], text, place.type, model);
    const known = members.get(place.name);
    if (known) known.texts.push(value.text);
    else members.set(place.name, { texts: [value.text], repeats: place.repeats });
  });
  const written = [...members].map(([name, { texts, repeats }]) => {
    return `${JSON.stringify(name)}:${repeats || texts.length > 1 ? `[${texts.join(',')}]` : texts[0]}`;
  });
  return `{${written.join(',')}}`;
}

/** Under which JSON name an element goes: a choice takes the type of its value. Throws 422 for an unknown element. */
export function memberFor(
  { name, ...part }: JsonObject,
  type: string,
  model: TypeModel,
): { name: string; type: string; repeats: boolean } {
  const shape = model.elements(type)?.get(String(name));
  if (!shape) throw fhirError('unprocessable', `${type} has no element "${String(name).slice(0, 60)}".`);
  const repeats = shape.max > 1;
  if (!shape.choice) return { name: shape.name, type: shape.types[0]!, repeats };
  const valueName = Object.keys(part).find((member) => member.startsWith('value'));
  if (!valueName) throw fhirError('unprocessable', `${shape.name}[x] needs a value with a type.`);
  const suffix = valueName.slice('value'.length);
  return { name: shape.name + suffix, type: suffix, repeats };
}
