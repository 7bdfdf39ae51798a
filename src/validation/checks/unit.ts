// The unit of a Quantity: its system is named by a URI, and where that is UCUM it is one that UCUM knows. R4 datatypes.html#Quantity, ucum.html.

import { EXTERNAL_SYSTEMS } from '../../conformance/terminology/external-systems.ts';
import { isObject } from '../../fhir/json/tree.ts';
import type { ItemCheck } from '../visit.ts';
import { describe } from './primitive.ts';

const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:/;
const UCUM = 'http://unitsofmeasure.org';
/** A store uses a few dozen. */
const REMEMBERED_MAX = 2_000;

export function createUnitCheck(): ItemCheck {
  const known = new Map<string, boolean>();
  const isUnit = (code: string): boolean => {
    let found = known.get(code);
    if (found === undefined) {
      found = EXTERNAL_SYSTEMS.get(UCUM)!.has(code) !== 'no';
      if (known.size >= REMEMBERED_MAX) known.clear();
      known.set(code, found);
    }
    return found;
  };
  return (value, _extra, _type, visit) => {
    if (!isObject(value) || typeof value.code !== 'string') return;
    const { system, code } = value;
    if (typeof system === 'string' && !SCHEME.test(system)) {
      const diagnostics = `${describe(system)} is no absolute URI: name the code system by the URI that it has everywhere.`;
      visit.error('invalid', 'unit', diagnostics, 'system');
    }
    if (system !== UCUM || isUnit(code)) return;
    const diagnostics = `${describe(code)} is no unit of UCUM: write it as UCUM does (mm[Hg], [diop], 10*9/L, {score}), or say it in unit alone.`;
    visit.error('code-invalid', 'unit', diagnostics, 'code');
  };
}
