// Names that _filter has besides the search parameters: elements whose parts belong together, asked for as
// name[filter].part. R4 search_filter.html#params, as far as R4 has the parameters they stand for.

/** The composite parameter that keeps the parts of one element together, and what its parts are called. */
export interface ElementName {
  composite: string;
  parts: Readonly<Record<string, string>>;
}

export const ELEMENT_NAMES: Readonly<Record<string, Readonly<Record<string, ElementName>>>> = {
  DocumentReference: {
    relatesTo: { composite: 'relationship', parts: { code: 'relation', target: 'relatesto' } },
  },
  Group: {
    characteristic: { composite: 'characteristic-value', parts: { code: 'characteristic', value: 'value' } },
  },
};

/**
 * Observation.related of earlier releases: R4 has a reference parameter of its own for each type of relation.
 * `type` chooses among them, `target` is the reference.
 */
export const RELATIONS: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>> =
  {
    Observation: {
      related: { 'has-member': 'has-member', 'has-component': 'has-member', 'derived-from': 'derived-from' },
    },
  };
