// Type specifiers of FHIRPath against the types that items carry, R4 fhirpath.html#types.

import type { TypeModel } from '../elements.ts';
import { type Item, Unsupported } from './item.ts';

const SYSTEM = new Set(['Boolean', 'String', 'Integer', 'Decimal', 'Date', 'DateTime', 'Time', 'Quantity']);

/** Answers whether an item is of the type or of one that specialises it. Unknown names: Unsupported. */
export function compileTypeTest(specifier: string, model: TypeModel): (item: Item) => boolean {
  const name = specifier.startsWith('FHIR.') ? specifier.slice(5) : specifier;
  if (model.kind(name) !== undefined) return (item) => item.type === name || model.isA(item.type, name);
  const system = specifier.startsWith('System.') ? specifier.slice(7) : specifier;
  if (!SYSTEM.has(system) || specifier.startsWith('FHIR.')) throw new Unsupported(`the type ${specifier}`);
  const type = `System.${system}`;
  return (item) => item.type === type;
}
