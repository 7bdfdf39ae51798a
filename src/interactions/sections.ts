// The section of the specification that describes what was asked: failures point there. R4 http.html.

import { FhirError } from '../fhir/error.ts';
import { withSection } from '../fhir/sections.ts';
import type { Route } from './route.ts';

const SECTIONS: Readonly<Record<Route['interaction'], string>> = {
  read: 'http.html#read',
  vread: 'http.html#vread',
  update: 'http.html#update',
  'conditional-update': 'http.html#cond-update',
  patch: 'http.html#patch',
  'conditional-patch': 'http.html#patch',
  delete: 'http.html#delete',
  'conditional-delete': 'http.html#3.1.0.7.1',
  create: 'http.html#create',
  'search-type': 'search.html',
  'search-system': 'search.html',
  'search-compartment': 'compartmentdefinition.html',
  'history-instance': 'http.html#history',
  'history-type': 'http.html#history',
  'history-system': 'http.html#history',
  capabilities: 'http.html#capabilities',
  bundle: 'http.html#transaction',
  operation: 'operations.html',
  'async-status': 'async.html',
  'async-cancel': 'async.html',
};

/** The failure with a section for each of its issues; what is no FhirError as it is. */
export function placedInSpecification(error: unknown, { interaction }: Route): unknown {
  if (!(error instanceof FhirError)) return error;
  const issues = error.issues.map((issue) => withSection(issue, error.kind, SECTIONS[interaction]));
  return new FhirError(error.kind, issues, error.retryAfterS);
}
