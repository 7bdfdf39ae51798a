// A door that stores nothing: reads go through, what would be written is validated and answered as if it were.

import { fhirError } from '../fhir/error.ts';
import { hasErrors, type Issue } from '../fhir/issue.ts';
import type { NumberSources } from '../fhir/json/numbers.ts';
import { isObject, type JsonObject, type Resource } from '../fhir/json/tree.ts';
import { outcomeText } from '../fhir/outcome.ts';
import type { IntakeAnswer, IntakeRequest, PutBlob, Submit } from '../intake/submit.ts';
import type { Door } from './door.ts';

/** Findings about one resource; `path` is where it stands. */
export type ValidateResource = (
  resource: Resource,
  numbers: NumberSources | undefined,
  path: string,
) => Issue[];

export function dryRun(door: Door, validate: ValidateResource): Door {
  const submit: Submit = (request) =>
    request.method === 'GET' ? door.submit(request) : Promise.resolve(judged(request, validate));
  const putBlob: PutBlob = async (bytes) => {
    let size = 0;
    for await (const chunk of bytes) size += chunk.length;
    return { hash: 'not-stored', size };
  };
  return { name: `${door.name} (dry run: nothing is stored)`, submit, putBlob, close: () => door.close() };
}

function judged({ method, body }: IntakeRequest, validate: ValidateResource): IntakeAnswer {
  if (!body) throw fhirError('not-implemented', `A dry run knows no ${method} without a body.`);
  const { resource, numbers } = body;
  const entries = resource.resourceType === 'Bundle' ? (resource.entry as JsonObject[]) : [{ resource }];
  const issues = entries.flatMap((entry, i) =>
    isObject(entry.resource)
      ? validate(entry.resource as Resource, numbers, `Bundle.entry[${i}].resource`)
      : [],
  );
  if (!hasErrors(issues))
    return { status: 200, body: { resourceType: 'Bundle', type: 'transaction-response' } };
  return { status: 422, body: JSON.parse(outcomeText(issues)) as Resource };
}
