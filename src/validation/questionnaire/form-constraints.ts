// Invariants that a form puts on its responses: the extension questionnaire-constraint, on the form or on one item.

import type { JsonObject } from '../../fhir/json/tree.ts';
import type { ConstraintCompiler } from '../holds.ts';
import type { Visit } from '../visit.ts';
import { extensionValues, objectsIn } from './form.ts';

const CONSTRAINT = 'http://hl7.org/fhir/StructureDefinition/questionnaire-constraint';

/** `asked`: the Questionnaire or an item of it; `answered`: what stands for it in the response. */
export function checkFormConstraints(
  asked: JsonObject,
  answered: JsonObject,
  type: string,
  compile: ConstraintCompiler,
  visit: Visit,
): void {
  if (asked.extension === undefined) return;
  for (const constraint of objectsIn(asked.extension)) {
    if (constraint.url !== CONSTRAINT) continue;
    const part = (name: string) => String(extensionValues(constraint, name)[0] ?? '');
    const [expression, human, key] = [part('expression'), part('human'), part('key')];
    if (expression === '') continue;
    try {
      if (compile(expression)(answered, undefined, type, visit)) continue;
      const severity = part('severity') === 'warning' ? 'warning' : 'error';
      visit.add(
        severity,
        'invariant',
        'questionnaire-constraint',
        `${human || expression} (${key} of the form)`,
      );
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const diagnostics = `The rule ${key} of the form (${human}) could not be evaluated here: ${why.slice(0, 200)}`;
      visit.add('information', 'not-supported', 'questionnaire-constraint', diagnostics);
    }
  }
}
