// What a terminology operation cannot work out of the definitions that are held: 422. The set or system that it asks for
// by name is looked for before, and is 404. A search by the same set answers 400.

import { NotWorkedOut } from '../../conformance/terminology/held-systems.ts';
import { FhirError, fhirError } from '../../fhir/error.ts';

/** Definitions are as good as whoever wrote them: one of an odd shape is refused, whatever is odd about it. */
export function operationFailure(error: unknown): unknown {
  if (!(error instanceof FhirError)) {
    if (!(error instanceof TypeError)) return error;
    return fhirError(
      'unprocessable',
      `A definition that is needed here cannot be used: ${error.message.slice(0, 200)}.`,
    );
  }
  return error instanceof NotWorkedOut ? new FhirError('unprocessable', error.issues) : error;
}
