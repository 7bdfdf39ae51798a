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
  const faults = new WeakMap<JsonObject, string>();

  function faultOf(resource: JsonObject, data: SearchParameterData, definitions: Definitions): string {
    const known = faults.get(resource);
    if (known !== undefined) return known;
    const fault = checkSearchParameter(data, definitions).find(isError)?.diagnostics ?? '';
    // What a composite is made of may come and go.
    if (!data.component) faults.set(resource, fault);
    return fault;
  }

  return (stored, note) => {
    const active = [...stored.values()]
      .filter(({ resourceType, status }) => resourceType === 'SearchParameter' && status === 'active')
      .map((resource) => ({ resource, data: searchParameterData(resource, String(resource.id)) }));
    const usable: SearchParameterData[] = [];
    const takeUp = (composites: boolean, definitions: Definitions) => {
      for (const { resource, data } of active) {
        if (!!data.component !== composites) continue;
        const fault = faultOf(resource, data, definitions);
        if (fault === '') usable.push(data);
        else note('a stored SearchParameter is not used', { id: data.added, fault });
      }
    };
    takeUp(false, base);
    takeUp(true, withSearchParameters(base, usable));
    return usable;
  };
}
