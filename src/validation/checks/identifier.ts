// An Identifier is unique in its system, which everybody knows by the same absolute URI; and where the value is itself a
// URI, the system says so. R4 datatypes.html#Identifier.

import { isObject } from '../../fhir/json/tree.ts';
import type { ItemCheck } from '../visit.ts';
import { describe } from './primitive.ts';

const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:/;
/** The system of values that are URIs. */
const URIS = 'urn:ietf:rfc:3986';

export const checkIdentifier: ItemCheck = (identifier, _extra, _type, visit) => {
  if (!isObject(identifier)) return;
  const { system, value } = identifier;
  if (typeof system !== 'string') return;
  if (!SCHEME.test(system)) {
    const diagnostics = `The system ${describe(system)} is no absolute URI: name it by the URI that it has everywhere.`;
    visit.error('invalid', 'identifier', diagnostics, 'system');
  } else if (
    system === URIS &&
    typeof value === 'string' &&
    !SCHEME.test(value) &&
    // R4's own definitions have examples of identifiers that are none.
    visit.resource.resourceType !== 'StructureDefinition'
  ) {
    const diagnostics = `The system ${URIS} says that the value is a URI, and ${describe(value)} is none: write it in full, such as urn:oid:… or urn:uuid:….`;
    visit.error('invalid', 'identifier', diagnostics, 'value');
  }
};
