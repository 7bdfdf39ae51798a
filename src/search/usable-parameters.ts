// Which SearchParameters among the resources of this server are searched by: the active ones that are right. Wrong
// ones are refused when they are written; a restore or an older release may still have left some.

import type { Definitions } from '../conformance/definitions.ts';
import { withSearchParameters } from '../conformance/load.ts';
import type { SearchParameterData } from '../conformance/packed.ts';
import { searchParameterData } from '../conformance/search-parameter-data.ts';
import type { StoredDefinitions } from '../conformance/stored-definitions.ts';
import { isError } from '../fhir/issue.ts';
import type { JsonObject } from '../fhir/json/tree.ts';
import { checkSearchParameter } from './check-search-parameter.ts';

/** Answers the data of those that can be used; `note` is told why others cannot. */
export type UsableParameters = (
  stored: StoredDefinitions,
  note: (message: string, details: Record<string, unknown>) => void,
) => SearchParameterData[];

/** What was judged stays judged, so that one more definition costs one judgement. */
export function createUsableParameters(base: Definitions): UsableParameters {
  const known = new WeakMap<JsonObject, SearchParameterData>();
  const faults = new WeakMap<SearchParameterData, string>();

  /** The same data for the same resource. */
  function dataOf(resource: JsonObject): SearchParameterData {
    const data = known.get(resource) ?? searchParameterData(resource, String(resource.id));
    known.set(resource, data);
    return data;
  }

  function faultOf(data: SearchParameterData, definitions: Definitions): string {
    const judged = faults.get(data);
    if (judged !== undefined) return judged;
    const fault = checkSearchParameter(data, definitions).find(isError)?.diagnostics ?? '';
    // What a composite is made of may come and go.
    if (!data.component) faults.set(data, fault);
    return fault;
  }

  return (stored, note) => {
    const active = [...stored.values()]
      .filter(({ resourceType, status }) => resourceType === 'SearchParameter' && status === 'active')
      .map(dataOf);
    const usable: SearchParameterData[] = [];
    const takeUp = (composites: boolean, definitions: Definitions) => {
      for (const data of active) {
        if (!!data.component !== composites) continue;
        const fault = faultOf(data, definitions);
        if (fault === '') usable.push(data);
        else note('a stored SearchParameter is not used', { id: data.added, fault });
      }
    };
    takeUp(false, base);
    takeUp(true, withSearchParameters(base, usable));
    return usable;
  };
}

/** The same definitions, searched by what packages bring as well. These came with the server: they have no id here. */
export function withPackagedParameters(
  base: Definitions,
  note: (message: string, details: Record<string, unknown>) => void,
): Definitions {
  const packaged = base.packagedSearchParameters().filter(({ status }) => status !== 'retired');
  if (packaged.length === 0) return base;
  const named = packaged.map((one): [string, JsonObject] => [String(one.url), { ...one, status: 'active' }]);
  const usable = createUsableParameters(base)(new Map(named), (_message, details) =>
    note('a SearchParameter of a package is not used', details),
  );
  return withSearchParameters(
    base,
    usable.map(({ added: _, ...data }) => data),
  );
}
