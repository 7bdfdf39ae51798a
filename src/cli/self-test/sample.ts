// The smallest resource of a type that R4 allows, out of its definition: what must be there, and no more.

import type { Definitions } from '../../conformance/definitions.ts';
import type { ElementShape } from '../../fhir/elements.ts';
import { jsonName } from '../../fhir/elements.ts';
import type { Json, JsonObject, Resource } from '../../fhir/json/tree.ts';
import { firstCode } from './first-code.ts';

const VERIFICATION = 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification';

/** What invariants ask for beyond the elements that must be there. */
const BESIDES: Readonly<Record<string, JsonObject>> = {
  AllergyIntolerance: {
    verificationStatus: { coding: [{ system: VERIFICATION, code: 'entered-in-error' }] },
  },
  Appointment: { participant: [{ status: 'accepted', actor: { display: 'self-test' } }] },
  AppointmentResponse: { actor: { display: 'self-test' } },
  Binary: { contentType: 'text/plain', data: 'AAAA' },
  Bundle: { type: 'collection' },
  CapabilityStatement: {
    format: ['application/fhir+json'],
    kind: 'requirements',
    description: 'self-test',
    rest: [{ mode: 'server' }],
  },
  Consent: { policyRule: { text: 'self-test' } },
  EventDefinition: { trigger: [{ type: 'named-event', name: 'self-test' }] },
  ImmunizationRecommendation: {
    recommendation: [{ forecastStatus: { text: 'self-test' }, targetDisease: { text: 'self-test' } }],
  },
  InsurancePlan: { name: 'self-test' },
  Linkage: {
    item: ['source', 'alternate'].map((type) => ({ type, resource: { display: 'self-test' } })),
  },
  Organization: { name: 'self-test' },
  StructureDefinition: {
    kind: 'resource',
    abstract: false,
    type: 'Patient',
    baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Patient',
    derivation: 'constraint',
    differential: { element: [{ id: 'Patient', path: 'Patient' }] },
  },
  TerminologyCapabilities: { kind: 'requirements', description: 'self-test' },
};

const PRIMITIVES: Readonly<Record<string, Json>> = {
  boolean: false,
  integer: 1,
  decimal: 1,
  unsignedInt: 1,
  positiveInt: 1,
  date: '2021-05-21',
  dateTime: '2021-05-21',
  instant: '2021-05-21T08:00:00Z',
  time: '08:00:00',
  base64Binary: 'AAAA',
  oid: 'urn:oid:1.2.3',
  uuid: 'urn:uuid:6f4c7c1e-58d5-4f83-8a0c-2f6f7b3c1d01',
  uri: 'http://example.org/self-test',
  url: 'http://example.org/self-test',
  canonical: 'http://example.org/self-test',
  id: 'self-test',
  code: 'self-test',
  string: 'SelfTest',
  markdown: 'self-test',
  xhtml: '<div xmlns="http://www.w3.org/1999/xhtml">self-test</div>',
};

const COMPLEX: Readonly<Record<string, JsonObject>> = {
  CodeableConcept: { text: 'self-test' },
  Coding: { system: 'http://example.org/self-test', code: 'self-test' },
  Reference: { display: 'self-test' },
  Identifier: { system: 'http://example.org/self-test', value: '1' },
  Period: { start: '2021-05-21' },
  Quantity: { value: 1 },
  Money: { value: 1, currency: 'CNY' },
  Attachment: { title: 'self-test' },
  HumanName: { text: 'self-test' },
  Timing: { event: ['2021-05-21'] },
  Annotation: { text: 'self-test' },
  ContactPoint: { system: 'phone', value: '1' },
};

/** Choices are made in this order. */
const PREFERRED = ['CodeableConcept', 'boolean', 'string', 'dateTime', 'Reference', 'uri'];

export function sampleOf(type: string, definitions: Definitions): Resource {
  return { resourceType: type, ...objectOf(type, type, definitions), ...BESIDES[type] };
}

function objectOf(type: string, path: string, definitions: Definitions): JsonObject {
  const result: JsonObject = {};
  for (const shape of definitions.model.elements(type)?.values() ?? []) {
    if (shape.min === 0) continue;
    const chosen = PREFERRED.find((one) => shape.types.includes(one)) ?? shape.types[0]!;
    const value = sampleValue(chosen, `${path}.${shape.name}`, shape, definitions);
    result[jsonName(shape, chosen)] = shape.max > 1 ? [value] : value;
  }
  return result;
}

function sampleValue(type: string, path: string, shape: ElementShape, definitions: Definitions): Json {
  const bound = firstCode(path, shape, definitions);
  if (type === 'code' && bound) return bound.code;
  if (type === 'Coding' && bound) return { ...bound };
  if (type === 'CodeableConcept' && bound) return { coding: [{ ...bound }] };
  if (Object.hasOwn(PRIMITIVES, type)) return PRIMITIVES[type]!;
  if (Object.hasOwn(COMPLEX, type)) return COMPLEX[type]!;
  return objectOf(type, definitions.model.kind(type) === 'backbone' ? type : path, definitions);
}
