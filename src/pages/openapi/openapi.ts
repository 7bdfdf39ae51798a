// The API as OpenAPI 3.1, out of the same definitions as /metadata: the types of the mission in full, all others by
// one pattern. For tools and for reading; the CapabilityStatement stays what counts. OpenAPI 3.1; R4 http.html.

import type { CapabilityStatement } from 'fhir/r4.js';
import type { Definitions } from '../../conformance/definitions.ts';
import { PARAMETERS, RESPONSES } from './components.ts';
import { anyTypePaths, systemPaths, typePaths } from './paths.ts';
import { schemasOf } from './schemas.ts';

/** The types that are written out. */
export const FULL_TYPES = [
  'ServiceRequest',
  'Encounter',
  'Organization',
  'Observation',
  'Patient',
  'Task',
  'Appointment',
  'Slot',
];

/** Answered along with them. */
const ANSWER_TYPES = ['Bundle', 'OperationOutcome'];

export function openApi(statement: CapabilityStatement, definitions: Definitions): object {
  const [rest] = statement.rest!;
  const types = rest!.resource!;
  const full = types.filter(({ type }) => FULL_TYPES.includes(type));
  return {
    openapi: '3.1.0',
    info: {
      title: statement.title,
      version: statement.version,
      description: `${statement.description} FHIR ${statement.fhirVersion}. The other ${types.length - full.length} resource types follow the pattern of /{resourceType}; GET /metadata lists their search parameters.`,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    externalDocs: { url: 'http://hl7.org/fhir/R4/http.html' },
    servers: [{ url: statement.implementation!.url }],
    security: [{}, { bearer: [] }],
    tags: [
      { name: 'system' },
      ...full.map(({ type }) => ({
        name: type,
        externalDocs: { url: `http://hl7.org/fhir/R4/${type.toLowerCase()}.html` },
      })),
      { name: 'any type' },
    ],
    paths: {
      ...systemPaths(rest!),
      ...Object.assign({}, ...full.map(typePaths)),
      ...anyTypePaths(types.map(({ type }) => type)),
    },
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      parameters: PARAMETERS,
      responses: RESPONSES,
      schemas: schemasOf([...FULL_TYPES, ...ANSWER_TYPES], definitions),
    },
  };
}
