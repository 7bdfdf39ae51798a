// Composite parameters: R4 search.html#composite. Values that stand in the same element, asked for as a$b.

import type { SearchParameterDefinition } from '../../conformance/definitions.ts';
import { fhirError } from '../../fhir/error.ts';
import type { SimpleValue } from '../../storage/index-entry.ts';
import type { CompositeMatch, SimpleMatch } from '../../storage/query.ts';
import { splitValue } from '../split.ts';
import { badModifier, badValue, matchAny } from './asked.ts';
import { inEitherPlace, isOfUcumUnit } from './quantity.ts';
import type { IndexScope, SearchType, SimpleType } from './search-type.ts';

/** Combinations in one element at most: 1,000 codings times 1,000 values is no measurement. */
const COMBINATIONS_MAX = 1000;

/** The kinds of the parts are handed in: the table of kinds holds this one too. */
export function createCompositeType(
  simpleType: (definition: SearchParameterDefinition) => SimpleType | undefined,
): SearchType {
  return {
    modifiers: [],

    index({ value }, definition, scope, emit) {
      if (typeof value !== 'object' || value === null || definition.components.length === 0) return;
      const columns: Part[][] = [];
      // The last part is the one that is most often absent: every element has a code, not every one a quantity.
      for (let at = definition.components.length - 1; at >= 0; at--) {
        const values = componentValues(definition.components[at]!, value, scope, simpleType);
        if (values.length === 0) return;
        columns.unshift(values);
      }
      for (const parts of combine(columns, definition)) {
        emit({ kind: 'composite', parts: parts.map(({ value }) => value) });
        if (parts.some(({ converted }) => converted))
          emit(
            { kind: 'composite', parts: parts.map(({ value, converted }) => converted ?? value) },
            ':ucum',
          );
      }
    },

    parse(text, modifier, definition, scope) {
      if (modifier !== undefined) throw badModifier(definition, modifier, []);
      const texts = splitValue(text, '$');
      const { components } = definition;
      if (texts.length !== components.length || texts.some((part) => part === '')) {
        const form = components.map((component) => component.definition.code).join('$');
        throw badValue(
          definition,
          text,
          `it takes ${components.length} parts, ${form}; a $ inside is written \\$.`,
        );
      }
      let combinations: SimpleMatch[][] = [[]];
      for (const [index, component] of components.entries()) {
        const matches =
          simpleType(component.definition)?.matches(texts[index]!, component.definition, scope) ?? [];
        combinations = combinations.flatMap((parts) => matches.map((match) => [...parts, match]));
      }
      const asked = combinations.map((parts): CompositeMatch => ({ kind: 'composite', parts }));
      const asWritten = matchAny(definition, asked);
      return combinations.some((parts) => parts.some(isOfUcumUnit))
        ? inEitherPlace(asWritten, matchAny(definition, asked, ':ucum'))
        : asWritten;
    },
  };
}

/** A value of a part, and the same in the canonical unit. */
interface Part {
  value: SimpleValue;
  converted?: SimpleValue;
}

/** Every choice of one value from each column. */
function combine(columns: Part[][], definition: SearchParameterDefinition): Part[][] {
  if (columns.every((column) => column.length === 1)) return [columns.map((column) => column[0]!)];
  let combinations: Part[][] = [[]];
  for (const values of columns) {
    if (combinations.length * values.length > COMBINATIONS_MAX) throw tooMany(definition);
    combinations = combinations.flatMap((parts) => values.map((one) => [...parts, one]));
  }
  return combinations;
}

function componentValues(
  component: SearchParameterDefinition['components'][number],
  element: object,
  scope: IndexScope,
  simpleType: (definition: SearchParameterDefinition) => SimpleType | undefined,
): Part[] {
  const values: Part[] = [];
  for (const located of component.values(element, scope.resource)) {
    simpleType(component.definition)?.index(located, component.definition, scope, (value, suffix) => {
      if (suffix === undefined) values.push({ value });
      else if (suffix === ':ucum') values.at(-1)!.converted = value;
    });
  }
  return values;
}

function tooMany(definition: SearchParameterDefinition) {
  return fhirError(
    'unprocessable',
    `An element has more than ${COMBINATIONS_MAX} combinations of values for the search parameter ${definition.code}. Give it fewer codings.`,
    { code: 'too-costly' },
  );
}
