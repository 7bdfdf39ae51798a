// The parameter mode of $validate: what would come of the resource. R4 resource-operation-validate.html.

import { FhirError, fhirError } from '../fhir/error.ts';
import type { Issue } from '../fhir/issue.ts';
import type { Resource } from '../fhir/json/tree.ts';
import { outcomeText } from '../fhir/outcome.ts';
import type { Context, OperationTarget } from '../interactions/context.ts';
import type { FhirResponse } from '../interactions/request.ts';

export type Mode = 'create' | 'update' | 'delete' | 'profile';

const MODES: readonly string[] = ['create', 'update', 'delete', 'profile'];

/** Throws 400 for a mode that R4 does not know, and for one that does not go with what it is asked of. */
export function modeOf(text: string | undefined, { id }: OperationTarget): Mode | undefined {
  if (text === undefined) return undefined;
  if (!MODES.includes(text))
    throw fhirError(
      'invalid',
      `The mode of $validate is create, update, delete or profile, not ${text.slice(0, 40)}.`,
      {
        code: 'value',
      },
    );
  if ((text === 'delete' || text === 'profile') && id === undefined)
    throw fhirError('invalid', `$validate with mode ${text} is called on a resource: [type]/[id]/$validate.`);
  return text as Mode;
}

/** Would a delete be refused, and why. */
export async function validateDelete({ type, id }: OperationTarget, context: Context): Promise<FhirResponse> {
  try {
    const path = [type!, id!];
    const request = { method: 'DELETE', path, query: [], headers: { prefer: 'dry-run' } };
    const { status, body } = await context.dispatch(request, context);
    return { status, headers: {}, ...(body !== undefined && { body }) };
  } catch (error) {
    if (!(error instanceof FhirError) || error.kind !== 'conflict') throw error;
    return { status: 200, headers: {}, body: outcomeText(error.issues) };
  }
}

/** An update says which resource it is of. */
export function updateIssues(mode: Mode | undefined, resource: Resource, { id }: OperationTarget): Issue[] {
  if (mode !== 'update' && id === undefined) return [];
  const wanted = id ?? resource.id;
  if (typeof resource.id === 'string' && resource.id === wanted) return [];
  if (mode === undefined && resource.id === undefined) return [];
  return [
    {
      severity: 'error',
      code: resource.id === undefined ? 'required' : 'invalid',
      diagnostics:
        id === undefined
          ? 'An update needs the id of the resource in its body.'
          : `The URL says ${id}, the resource says ${String(resource.id ?? 'no id').slice(0, 64)}: they must be the same.`,
      expression: `${resource.resourceType}.id`,
    },
  ];
}
