// Resources that define something, looked at as what they say: beyond the form that their type has. By type.

import type { Definitions } from '../../conformance/definitions.ts';
import type { ItemCheck } from '../visit.ts';
import { checkCodeSystem } from './code-system.ts';
import { createHasCode } from './codes.ts';
import { checkConceptMap } from './concept-map.ts';
import { checkMeasure } from './measure.ts';
import { checkCapabilityStatement, checkSearchParameter, createFindParameter } from './search-parameters.ts';
import { checkStructure } from './structure.ts';
import { checkValueSet } from './value-set.ts';

export function createDefiningChecks(definitions: Definitions): Readonly<Record<string, ItemCheck>> {
  const hasCode = createHasCode(definitions);
  const findParameter = createFindParameter(definitions);
  return {
    CapabilityStatement: checkCapabilityStatement(findParameter),
    CodeSystem: checkCodeSystem(definitions, hasCode),
    ConceptMap: checkConceptMap(hasCode),
    Measure: checkMeasure(definitions),
    SearchParameter: checkSearchParameter(findParameter),
    StructureDefinition: checkStructure(definitions),
    ValueSet: checkValueSet(definitions, hasCode),
  };
}
