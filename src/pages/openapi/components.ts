// Parameters and answers that many paths share. R4 http.html#Http-Headers, #parameters.

const FHIR_JSON = 'application/fhir+json';

const header = (name: string, description: string) => ({
  name,
  in: 'header',
  description,
  schema: { type: 'string' },
});
const query = (name: string, description: string, schema: object = { type: 'string' }) => ({
  name,
  in: 'query',
  description,
  schema,
});
const path = (name: string, pattern: string) => ({
  name,
  in: 'path',
  required: true,
  schema: { type: 'string', pattern },
});

export const PARAMETERS = {
  id: path('id', '^[A-Za-z0-9\\-.]{1,64}$'),
  vid: path('vid', '^[1-9][0-9]*$'),
  memberType: path('memberType', '^([A-Z][A-Za-z]+|\\*)$'),
  ifMatch: header(
    'If-Match',
    'Version that is to be changed, as it came in ETag: W/"3". 412 when it is another.',
  ),
  ifNoneExist: header(
    'If-None-Exist',
    'Search that must find nothing, or the resource that stands: identifier=…',
  ),
  prefer: header(
    'Prefer',
    'return=minimal|representation|OperationOutcome; handling=strict|lenient; dry-run; respond-async; explain',
  ),
  idempotencyKey: header('Idempotency-Key', 'The same key with the same request does it once.'),
  _filter: query('_filter', 'A whole expression: given eq "peter" and birthdate ge 2014-10-10.'),
  _list: query('_list', 'Members of a List, by its id.'),
  _text: query('_text', 'Words of the narrative: (bone OR liver) and metastases.'),
  _content: query('_content', 'Words of any text of the resource.'),
  _count: query('_count', 'Entries on a page.', { type: 'integer', minimum: 0, maximum: 1000 }),
  _sort: query('_sort', 'Search parameters, a minus before those that descend.'),
  _include: query('_include', 'References to follow: Type:parameter.'),
  _revinclude: query('_revinclude', 'References to follow backwards: Type:parameter.'),
  _contained: query('_contained', 'Whether contained resources are found, only or too.', {
    enum: ['false', 'true', 'both'],
  }),
  _containedType: query('_containedType', 'What is answered of them.', { enum: ['container', 'contained'] }),
  _type: query('_type', 'Types to search, comma-separated; all of them without it.'),
  _summary: query('_summary', 'Parts of resources, or only their number.', {
    enum: ['true', 'text', 'data', 'count', 'false'],
  }),
  _elements: query('_elements', 'Elements to send, comma-separated.'),
  _total: query(
    '_total',
    'Whether and how exactly Bundle.total is counted: estimate counts up to 1,000 and leaves larger totals out; without it only a result that fits on one page has a total.',
    { enum: ['none', 'estimate', 'accurate'] },
  ),
  _since: query('_since', 'What was written at or after this instant.'),
  _at: query('_at', 'What was current at this time, or at some point of this day, month or year.'),
};

export const RESPONSES = {
  outcome: {
    description: 'What is wrong, where, and what to do.',
    content: { [FHIR_JSON]: { schema: { $ref: '#/components/schemas/OperationOutcome' } } },
  },
  bundle: {
    description: 'A page of resources, with links to the others.',
    content: { [FHIR_JSON]: { schema: { $ref: '#/components/schemas/Bundle' } } },
  },
  resource: {
    description: 'The resource.',
    content: { [FHIR_JSON]: { schema: { $ref: '#/components/schemas/ResourceList' } } },
  },
  nothing: { description: 'Done; there is nothing to send.' },
  accepted: { description: 'Not answered yet: ask at Content-Location.' },
};

export const parameter = (name: keyof typeof PARAMETERS) => ({ $ref: `#/components/parameters/${name}` });
export const response = (name: keyof typeof RESPONSES) => ({ $ref: `#/components/responses/${name}` });
export const content = (schema: string) => ({
  [FHIR_JSON]: { schema: { $ref: `#/components/schemas/${schema}` } },
});
