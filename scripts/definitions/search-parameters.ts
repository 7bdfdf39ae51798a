// What the server needs of the published SearchParameters and CompartmentDefinitions.

import type { CompartmentData, SearchParameterData } from '../../src/conformance/packed.ts';

type Json = Record<string, unknown>;

export function searchParameterData(parameters: Json[]): SearchParameterData[] {
  return parameters.map((parameter) => ({
    url: parameter.url as string,
    code: parameter.code as string,
    base: parameter.base as string[],
    type: parameter.type as SearchParameterData['type'],
    expression: parameter.expression as string | undefined,
    target: parameter.target as string[] | undefined,
    component: (parameter.component as SearchParameterData['component'] | undefined)?.map(
      ({ definition, expression }) => ({ definition, expression }),
    ),
  }));
}

export function compartmentData(compartments: Json[]): CompartmentData[] {
  return compartments.map((compartment) => {
    const params: Record<string, string[]> = {};
    for (const { code, param } of compartment.resource as { code: string; param?: string[] }[]) {
      if (param) params[code] = param;
    }
    return { type: compartment.code as string, params };
  });
}
