// The resource that a create or update carries: it must be there and of the type that the URL names.

import { fhirError } from '../fhir/error.ts';
import type { JsonDocument } from '../fhir/json/parse.ts';
import { compact } from '../fhir/json/scan.ts';
import { isObject, type Resource } from '../fhir/json/tree.ts';
import { lateBody } from './late-body.ts';
import type { FhirRequest, ResourceBody } from './request.ts';

/** Throws 400 when the document is not a resource. */
export function resourceBody(document: JsonDocument): ResourceBody {
  const { value, text, numbers } = document;
  if (!isObject(value)) {
    throw fhirError(
      'structure',
      'The body is JSON, but not an object. Send one resource, an object with "resourceType".',
    );
  }
  if (typeof value.resourceType !== 'string') {
    throw fhirError(
      'structure',
      'The body has no "resourceType". Say which resource it is, e.g. "resourceType":"Patient".',
      {
        code: 'required',
      },
    );
  }
  const compactText = document.compact ? text : compact(text);
  // Of a Bundle that is executed only the entries are needed on.
  if (value.resourceType === 'Bundle') return lateBody(compactText, { document });
  return { resource: value as Resource, text: compactText, numbers };
}

export function bodyOf(request: FhirRequest, type: string): ResourceBody {
  if (!request.body) {
    throw fhirError('structure', `A ${type} was expected in the body, but there is none.`, {
      code: 'required',
    });
  }
  const { resourceType } = request.body.resource;
  if (resourceType !== type) {
    throw fhirError(
      'invalid',
      `The URL says ${type}, the body says ${resourceType.slice(0, 80)}. Send it to /${resourceType.slice(0, 80)}, or correct resourceType.`,
      { expression: 'resourceType' },
    );
  }
  return request.body;
}
