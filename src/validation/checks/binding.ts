// Bindings of codes to value sets: required ones are errors, extensible ones warnings. R4 terminologies.html#strength.

import type { ElementDefinition } from 'fhir/r4.js';
import type { Definitions } from '../../conformance/definitions.ts';
import { isObject, type Json } from '../../fhir/json/tree.ts';
import type { ItemCheck } from '../visit.ts';
import { codesOf } from './codes-of.ts';
import { describe } from './primitive.ts';

type Membership = 'yes' | 'no' | 'unknown';
type Binding = NonNullable<ElementDefinition['binding']>;

const MAX_VALUE_SET = 'http://hl7.org/fhir/StructureDefinition/elementdefinition-maxValueSet';
const REMEMBERED_MAX = 2_000;
const REMEMBERED_LENGTH_MAX = 200;

/** The check of a binding; undefined when it asks for nothing (preferred, example). */
export function checkBinding(binding: Binding | undefined, definitions: Definitions): ItemCheck | undefined {
  if (!binding) return undefined;
  if (binding.valueSet && binding.strength === 'required') return bound(binding.valueSet, true, definitions);
  const outer = binding.extension?.find((extension) => extension.url === MAX_VALUE_SET);
  const outermost = outer?.valueCanonical ?? outer?.valueUri;
  if (outermost) return bound(outermost, true, definitions);
  return binding.valueSet && binding.strength === 'extensible'
    ? bound(binding.valueSet, false, definitions)
    : undefined;
}

function bound(valueSet: string, required: boolean, definitions: Definitions): ItemCheck {
  const isIn = membership(valueSet, definitions);
  return (value, extra, type, visit) => {
    if (value === undefined) return;
    const found = judge(value, type, isIn);
    if (found !== 'no' || (extra === undefined && value === undefined)) return;
    const diagnostics = `${shown(value)} is not in the value set ${valueSet}: ${advice(valueSet, definitions)}.`;
    if (required) visit.error('code-invalid', 'binding', diagnostics);
    else
      visit.warning(
        'code-invalid',
        'binding',
        `${diagnostics} Another code is right only where none of these fits.`,
      );
  };
}

/** Membership with a memory for codes that were asked before. */
export function membership(
  valueSet: string,
  definitions: Definitions,
): (system: string | undefined, code: string) => Membership {
  const remembered = new Map<string, Membership>();
  return (system, code) => {
    const key = system === undefined ? code : `${system}|${code}`;
    if (key.length > REMEMBERED_LENGTH_MAX) return definitions.isInValueSet(valueSet, system, code);
    let found = remembered.get(key);
    if (found === undefined) {
      found = definitions.isInValueSet(valueSet, system, code);
      if (remembered.size >= REMEMBERED_MAX) remembered.clear();
      remembered.set(key, found);
    }
    return found;
  };
}

/** A CodeableConcept is right when one of its codings is; text alone is not a code of the set. */
export function judge(
  value: Json,
  type: string,
  isIn: (system: string | undefined, code: string) => Membership,
): Membership {
  if (typeof value === 'string') return isIn(undefined, value);
  if (!isObject(value)) return 'unknown';
  if (type === 'CodeableConcept') {
    const codings = value.coding;
    if (!Array.isArray(codings)) return 'no';
    let best: Membership = 'no';
    for (const coding of codings) {
      const found = judge(coding, 'Coding', isIn);
      if (found === 'yes') return 'yes';
      if (found === 'unknown') best = 'unknown';
    }
    return best;
  }
  const { code, system } = value;
  if (typeof code !== 'string') return type === 'Coding' ? 'no' : 'unknown';
  return isIn(typeof system === 'string' ? system : undefined, code);
}

function shown(value: Json): string {
  if (!isObject(value)) return `The code ${describe(value)}`;
  const codings = Array.isArray(value.coding) ? value.coding : [value];
  const codes = codings.flatMap((coding) =>
    isObject(coding) && typeof coding.code === 'string' ? [describe(coding.code)] : [],
  );
  if (codes.length === 0) return 'An element without a code';
  return `The code ${codes.join(', ')}`;
}

function advice(valueSet: string, definitions: Definitions): string {
  const codes = codesOf(valueSet, definitions);
  return codes.length > 0 ? `use one of ${codes.join(', ')}` : 'use a code of that value set';
}
