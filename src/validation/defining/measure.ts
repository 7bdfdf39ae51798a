// The CQL that a Measure names is in its libraries, as far as they are known here. R4 measure.html#Measure.library.

import type { Library } from 'fhir/r4.js';
import type { Definitions } from '../../conformance/definitions.ts';
import { isObject, type Json, type JsonObject } from '../../fhir/json/tree.ts';
import type { ItemCheck, Visit } from '../visit.ts';
import { placed } from './codes.ts';
import { type CqlNames, createCqlNames } from './cql-names.ts';

const RULE = 'measure';
const CQL: ReadonlySet<unknown> = new Set(['text/cql', 'text/cql.identifier', 'text/cql-identifier']);
const NAME = '(?:"([^"]+)"|([A-Za-z_][A-Za-z0-9_]*))';
/** `Library."In Initial Population"`, or the name alone. Other CQL is not looked into. */
const IDENTIFIER = new RegExp(`^(?:${NAME}\\.)?${NAME}$`);

export function checkMeasure(definitions: Definitions): ItemCheck {
  const namesOf = createCqlNames();
  return (measure, _extra, _type, visit) => {
    if (!isObject(measure)) return;
    const canonicals = Array.isArray(measure.library) ? measure.library : [];
    const libraries = canonicals.map((url) =>
      typeof url === 'string' ? definitions.library(url) : undefined,
    );
    for (const { criteria, place } of criteriaIn(measure)) {
      checkCriteria(criteria, place, libraries, namesOf, visit);
    }
  };
}

function checkCriteria(
  { language, expression }: JsonObject,
  place: string,
  libraries: readonly (Library | undefined)[],
  namesOf: CqlNames,
  visit: Visit,
): void {
  const parts =
    CQL.has(language) && typeof expression === 'string' ? IDENTIFIER.exec(expression.trim()) : null;
  if (!parts) return;
  const report = (text: string) => visit.error('business-rule', RULE, text, `${place}.expression`);
  if (libraries.length === 0) {
    report(`${parts[0]} is defined in a library and the measure names none: add library.`);
    return;
  }
  const known = libraries.filter((library) => library !== undefined);
  // What a library says that is not here, nobody can tell.
  if (known.length < libraries.length) return;
  const [of, name] = [parts[1] ?? parts[2], parts[3] ?? parts[4] ?? ''];
  const library = of === undefined ? known[0] : known.find((one) => one.name === of);
  if (!library) {
    report(`The measure names no library ${of}: add it, or correct the expression.`);
  } else if (of === undefined && known.length > 1) {
    report(`The measure has ${known.length} libraries: say which of them defines ${name}.`);
  } else if (namesOf(library)?.has(name) === false) {
    report(`The library ${library.url} defines no "${name}": correct the expression.`);
  }
}

/** Every criteria of a measure and where it stands. */
function criteriaIn(measure: JsonObject): { criteria: JsonObject; place: string }[] {
  const found: { criteria: JsonObject; place: string }[] = [];
  const take = (list: Json | undefined, name: string): void => {
    for (const { item, place } of placed(list, name)) {
      if (isObject(item.criteria)) found.push({ criteria: item.criteria, place: `${place}.criteria` });
      take(item.component, `${place}.component`);
    }
  };
  for (const { item, place } of placed(measure.group, 'group')) {
    take(item.population, `${place}.population`);
    take(item.stratifier, `${place}.stratifier`);
  }
  take(measure.supplementalData, 'supplementalData');
  return found;
}
