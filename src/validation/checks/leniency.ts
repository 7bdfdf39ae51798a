// Rules that must not stop an emergency or the transport of a newborn: there they are warnings.

import type { Severity } from '../../fhir/issue.ts';
import { isObject, type Json, type JsonObject } from '../../fhir/json/tree.ts';

const LENIENT_RULES: ReadonlySet<string> = new Set([
  'lianti-task-1',
  'lianti-task-2',
  'lianti-task-4',
  'lianti-task-5',
  'lianti-sr-1',
  'lianti-sr-3',
  'lianti-sr-4',
  'lianti-sr-5',
  'lianti-sr-6',
  'lianti-sr-7',
  'lianti-sr-9',
  'lianti-dwn-1',
  'lianti-dwn-2',
  'lianti-enc-2',
]);

const LENIENT_CATEGORIES: ReadonlySet<Json | undefined> = new Set(['neonatal-transport', 'emergency']);

const CATEGORY_SYSTEM = 'https://lianti.dev/fhir/CodeSystem/referral-category';
const CATEGORY_EXTENSION = 'https://lianti.dev/fhir/StructureDefinition/referral-category';

export function severityFor(severity: 'error' | 'warning', key: string, resource: JsonObject): Severity {
  return severity === 'error' && LENIENT_RULES.has(key) && isUrgentCare(resource) ? 'warning' : severity;
}

/** A request says it in category, a Task in the extension it took over from its request. */
function isUrgentCare(resource: JsonObject): boolean {
  for (const concept of listOf(resource.category)) {
    if (!isObject(concept)) continue;
    for (const coding of listOf(concept.coding)) {
      if (isObject(coding) && coding.system === CATEGORY_SYSTEM && LENIENT_CATEGORIES.has(coding.code)) {
        return true;
      }
    }
  }
  return listOf(resource.extension).some(
    (extension) =>
      isObject(extension) &&
      extension.url === CATEGORY_EXTENSION &&
      LENIENT_CATEGORIES.has(extension.valueCode),
  );
}

function listOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}
