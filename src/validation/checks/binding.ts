// Bindings of codes to value sets: required ones are errors, extensible ones warnings. R4 terminologies.html#strength.

import type { ElementDefinition } from 'fhir/r4.js';
import type { Definitions } from '../../conformance/definitions.ts';
import { implicitSet } from '../../conformance/terminology/implicit-sets.ts';
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
  const { valueSet, strength } = binding;
  if (valueSet && strength === 'required')
    return bound(valueSet, { asks: 'a code', severity: 'error' }, definitions);
  const outermost = outermostOf(binding);
  // Where codes are only preferred, words will do.
  const asks = strength === 'extensible' ? 'a code' : 'of codes';
  if (outermost) return bound(outermost, { asks, severity: 'error' }, definitions);
  return valueSet && strength === 'extensible'
    ? bound(valueSet, { asks, severity: 'warning' }, definitions)
    : undefined;
}

/** What the types of R4 are held to: an extensible set would warn of most of what is right. */
export function checkBaseBinding(
  binding: Binding | undefined,
  definitions: Definitions,
): ItemCheck | undefined {
  const isStrict = binding?.strength === 'required' || outermostOf(binding) !== undefined;
  return isStrict ? checkBinding(binding, definitions) : undefined;
}

/** The set that no code may lie outside of, however weak the binding. */
function outermostOf(binding: Binding | undefined): string | undefined {
  const outer = binding?.extension?.find((extension) => extension.url === MAX_VALUE_SET);
  return outer?.valueCanonical ?? outer?.valueUri;
}

interface Demand {
  /** `of codes`: there may be none, but those that are there come from the set. */
  asks: 'a code' | 'of codes';
  severity: 'error' | 'warning';
}

function bound(valueSet: string, { asks, severity }: Demand, definitions: Definitions): ItemCheck {
  const isIn = membership(valueSet, definitions);
  const required = severity === 'error';
  return (value, _extra, type, visit) => {
    if (value === undefined) {
      if (type !== 'code' || asks !== 'a code' || !required) return;
      // An extension beside it may say why, but is no code.
      const diagnostics = `The code has no value, and one of the value set ${valueSet} is required: ${advice(valueSet, definitions)}.`;
      visit.error('code-invalid', 'binding', diagnostics);
      return;
    }
    if (asks === 'of codes' && type === 'CodeableConcept' && isObject(value) && value.coding === undefined)
      return;
    const found = judge(value, type, isIn);
    if (found === 'yes') return;
    if (found === 'unknown') {
      if (!isKnown(valueSet, definitions)) {
        const diagnostics = `The value set ${valueSet} is not known here, so the code was not checked against it: load it to have that done.`;
        visit.add(required ? 'warning' : 'information', 'not-found', 'binding', diagnostics);
      }
      return;
    }
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

function isKnown(valueSet: string, definitions: Definitions): boolean {
  const [url = ''] = valueSet.split('|');
  return (
    definitions.valueSet(url) !== undefined ||
    definitions.systemOfSet(url) !== undefined ||
    implicitSet(url) !== undefined
  );
}

/** Membership with a memory for codes that were asked before. */
export function membership(
  valueSet: string,
  definitions: Definitions,
): (system: string | undefined, code: string) => Membership {
  const remembered = new Map<string, Membership>();
  let generation = definitions.generation();
  return (system, code) => {
    const present = definitions.generation();
    if (present !== generation) remembered.clear();
    generation = present;
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
  // A code of a set is a code of a system; only elements of type code leave it to their binding.
  if (type === 'Coding' && typeof system !== 'string') return 'no';
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
