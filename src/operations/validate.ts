// $validate: would this resource be accepted, and why not. Nothing is stored. R4 resource-operation-validate.html.

import { searchParameterData } from '../conformance/search-parameter-data.ts';
import { fhirError } from '../fhir/error.ts';
import { type Issue, isError } from '../fhir/issue.ts';
import { isObject, type Resource } from '../fhir/json/tree.ts';
import { ALL_WELL, outcomeText } from '../fhir/outcome.ts';
import { inTurns } from '../fhir/pace.ts';
import { parseReference } from '../fhir/reference.ts';
import type { Context, Operation } from '../interactions/context.ts';
import type { FhirRequest, FhirResponse } from '../interactions/request.ts';
import { structureFaults } from '../interactions/structure-checks.ts';
import { targetFindings } from '../interactions/target-checks.ts';
import { checkSearchParameter } from '../search/check-search-parameter.ts';
import { modeOf, updateIssues, validateDelete } from './validate-mode.ts';

export const validateOperation: Operation = {
  name: '$validate',
  levels: ['system', 'type', 'instance'],
  affectsState: false,
  run,
};

async function run(
  request: FhirRequest,
  context: Context,
  target: { type?: string; id?: string },
): Promise<FhirResponse> {
  const mode = modeOf(simpleValue(request, 'mode'), target);
  if (mode === 'delete') return validateDelete(target, context);
  const { resource, profiles, within } = await asked(request, context, target);
  if (target.type !== undefined && resource.resourceType !== target.type) {
    throw fhirError(
      'invalid',
      `The URL says ${target.type}, the resource is a ${resource.resourceType.slice(0, 80)}.`,
    );
  }
  const named = profiles && (await Promise.all(profiles.map((url) => canonicalOf(url, context))));
  const options = { numbers: request.body?.numbers, profiles: named };
  const { issues, deferred } = await inTurns(context.validator.validateInParts(resource, options));
  const key = { type: resource.resourceType, id: typeof resource.id === 'string' ? resource.id : '' };
  const [found = []] = await targetFindings([{ key, body: { resource }, deferred }], context);
  const all = [
    ...updateIssues(mode, resource, target),
    ...issues,
    ...found,
    ...useOf(resource, issues, context),
  ];
  const said = all.length > 0 ? all : [ALL_WELL];
  return { status: 200, headers: {}, body: outcomeText(request.tell?.(said, within) ?? said) };
}

/** Findings after which nothing more can be read out of a definition. */
const MISSHAPEN: ReadonlySet<Issue['code']> = new Set(['structure', 'required']);

/** What a definition would do here: see interactions/definition-checks.ts. */
function useOf(resource: Resource, found: readonly Issue[], { definitions }: Context): Issue[] {
  if (resource.resourceType === 'StructureDefinition') {
    const isMisshapen = found.some((issue) => isError(issue) && MISSHAPEN.has(issue.code));
    return isMisshapen ? [] : structureFaults(resource, definitions);
  }
  if (resource.resourceType !== 'SearchParameter' || resource.status !== 'active') return [];
  return checkSearchParameter(searchParameterData(resource), definitions);
}

interface Asked {
  resource: Resource;
  profiles?: string[];
  /** Where it stands in the body. */
  within?: string;
}

/** The resource itself, or Parameters with `resource` and `profile`; without a body the stored instance. */
async function asked(
  request: FhirRequest,
  context: Context,
  target: { type?: string; id?: string },
): Promise<Asked> {
  const fromQuery = request.query.filter(([name]) => name === 'profile').map(([, value]) => value);
  const body = request.body?.resource;
  if (!body) return { resource: await stored(context, target), profiles: fromQuery };
  if (body.resourceType !== 'Parameters' || target.type === 'Parameters')
    return { resource: body, profiles: fromQuery };
  const parameters = Array.isArray(body.parameter) ? body.parameter.filter(isObject) : [];
  const inner = parameters.find((parameter) => parameter.name === 'resource')?.resource;
  const profiles = parameters.filter((p) => p.name === 'profile').map((p) => p.valueUri ?? p.valueCanonical);
  const named = [...fromQuery, ...profiles.filter((url) => typeof url === 'string')];
  if (inner === undefined) return { resource: await stored(context, target), profiles: named };
  if (!isObject(inner) || typeof inner.resourceType !== 'string') {
    throw fhirError('structure', 'The parameter "resource" holds no resource.', {
      expression: 'Parameters.parameter',
    });
  }
  const at = (body.parameter as unknown[]).findIndex((one) => isObject(one) && one.name === 'resource');
  return {
    resource: inner as Resource,
    profiles: named,
    within: `Parameters.parameter[${at}].resource`,
  };
}

/** Of the query, or of Parameters in the body. */
function simpleValue(request: FhirRequest, name: string): string | undefined {
  const fromQuery = request.query.find(([one]) => one === name)?.[1];
  const { parameter, resourceType }: Partial<Resource> = request.body?.resource ?? {};
  if (fromQuery !== undefined || resourceType !== 'Parameters' || !Array.isArray(parameter)) return fromQuery;
  const found = parameter.filter(isObject).find((one) => one.name === name);
  const value = found?.valueCode ?? found?.valueString;
  return typeof value === 'string' ? value : undefined;
}

/** A profile may also be named by where it is stored: `StructureDefinition/id`, or that URL on this server. */
async function canonicalOf(url: string, context: Context): Promise<string> {
  if (context.definitions.structure(url)) return url;
  const target = parseReference(url, context.local);
  if (target.kind !== 'local' || target.type !== 'StructureDefinition') return url;
  const profile = await stored(context, target);
  return typeof profile.url === 'string' ? profile.url : url;
}

async function stored(context: Context, { type, id }: { type?: string; id?: string }): Promise<Resource> {
  if (type === undefined || id === undefined) {
    throw fhirError('structure', 'There is nothing to validate: send a resource, or Parameters with one.', {
      code: 'required',
    });
  }
  const answer = await context.dispatch({ method: 'GET', path: [type, id], query: [], headers: {} }, context);
  return JSON.parse(answer.body!) as Resource;
}
