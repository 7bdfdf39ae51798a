// SearchParameter/$status: can the search parameters that were added here be searched by yet, and how far is the index.
// On the type: all of them, and whatever else is being built. On one: that one.

import { authorize } from '../authorization/policy.ts';
import type { SearchParameterDefinition } from '../conformance/definitions.ts';
import type { Context, Operation, OperationTarget } from '../interactions/context.ts';
import type { FhirRequest, FhirResponse } from '../interactions/request.ts';
import { simpleParameters } from './parameters.ts';

export const searchParameterStatusOperation: Operation = {
  name: '$status',
  levels: ['type', 'instance'],
  types: ['SearchParameter'],
  affectsState: false,
  run,
};

interface Status {
  url: string;
  code: string;
  /** Lowest of its types; undefined: complete. */
  percent?: number;
  types: string[];
}

async function run(request: FhirRequest, context: Context, { id }: OperationTarget): Promise<FhirResponse> {
  simpleParameters(request, '$status', []);
  authorize(context.principal, 'read', 'SearchParameter');
  if (id === undefined) return answer([...statuses(context, isOfInterest(context)).values()].map(partOf));
  const { body } = await context.dispatch(
    { method: 'GET', path: ['SearchParameter', id], query: [], headers: {} },
    context,
  );
  const { url, code } = JSON.parse(body!) as { url: string; code: string };
  const [known] = statuses(context, ({ added }) => added === id).values();
  return answer([known ? partOf(known) : disabled(url, code)]);
}

function isOfInterest({ searchContext }: Context) {
  return (definition: SearchParameterDefinition) =>
    definition.added !== undefined || searchContext.percentBuilt?.(definition) !== undefined;
}

function statuses(
  { definitions, searchContext }: Context,
  takes: (definition: SearchParameterDefinition) => boolean,
): Map<string, Status> {
  const found = new Map<string, Status>();
  for (const type of definitions.resourceTypes) {
    for (const definition of definitions.searchParameters(type).values()) {
      if (!takes(definition)) continue;
      const { url, code } = definition;
      const status = found.get(url) ?? { url, code, types: [] };
      const percent = searchContext.percentBuilt?.(definition);
      if (percent !== undefined) status.percent = Math.min(percent, status.percent ?? percent);
      status.types.push(type);
      found.set(url, status);
    }
  }
  return found;
}

type Part = { name: string; [value: `value${string}`]: string | number };

function partOf({ url, code, percent, types }: Status): Part[] {
  return [
    { name: 'url', valueUri: url },
    { name: 'code', valueCode: code },
    { name: 'status', valueCode: percent === undefined ? 'enabled' : 'building' },
    { name: 'percent', valueInteger: percent ?? 100 },
    ...types.map((type) => ({ name: 'base', valueCode: type })),
  ];
}

/** Not active, or another parameter says the same already. */
function disabled(url: string, code: string): Part[] {
  return [
    { name: 'url', valueUri: url },
    { name: 'code', valueCode: code },
    { name: 'status', valueCode: 'disabled' },
  ];
}

function answer(parameters: Part[][]): FhirResponse {
  const parameter = parameters.map((part) => ({ name: 'searchParameter', part }));
  const body = JSON.stringify({
    resourceType: 'Parameters',
    ...(parameter.length > 0 && { parameter }),
  });
  return { status: 200, headers: {}, body };
}
