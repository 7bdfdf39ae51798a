// A code that the required binding of an element allows.

import type { ValueSet } from 'fhir/r4.js';
import type { Definitions } from '../../conformance/definitions.ts';
import type { ElementShape } from '../../fhir/elements.ts';

export interface BoundCode {
  system: string;
  code: string;
}

/** undefined: there is no required binding, or no code of it is known here. */
export function firstCode(
  path: string,
  shape: ElementShape,
  definitions: Definitions,
): BoundCode | undefined {
  const type = path.split('.', 1)[0]!;
  const names = shape.choice ? [`${path}[x]`] : [path];
  const element = definitions.structure(type)?.snapshot?.element.find((one) => names.includes(one.path));
  const url = element?.binding?.strength === 'required' ? element.binding.valueSet : undefined;
  const valueSet = url === undefined ? undefined : definitions.valueSet(url);
  if (!valueSet) return undefined;
  return codesOf(valueSet, definitions).find(
    ({ system, code }) => definitions.isInValueSet(url!, system, code) === 'yes',
  );
}

function codesOf(valueSet: ValueSet, definitions: Definitions): BoundCode[] {
  return (valueSet.compose?.include ?? []).flatMap(({ system, concept }) => {
    if (system === undefined) return [];
    const concepts = concept ?? definitions.codeSystem(system)?.concept ?? [];
    return concepts.slice(0, 20).map(({ code }) => ({ system, code }));
  });
}
