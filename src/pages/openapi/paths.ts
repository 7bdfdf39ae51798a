// Paths of the API: of the server, of one type in full, of any type. R4 http.html#summary.

import type { CapabilityStatement } from 'fhir/r4.js';
import { modifiersOf } from '../../conformance/search-modifiers.ts';
import { content, PARAMETERS, parameter, response } from './components.ts';

type Rest = NonNullable<CapabilityStatement['rest']>[number];
type RestResource = NonNullable<Rest['resource']>[number];
type Paths = Record<string, object>;

const WRITE = [parameter('prefer'), parameter('idempotencyKey')];
const RESULT = (
  [
    '_filter',
    '_list',
    '_text',
    '_content',
    '_count',
    '_sort',
    '_include',
    '_revinclude',
    '_contained',
    '_containedType',
    '_summary',
    '_elements',
    '_total',
  ] as const
).map(parameter);
const HISTORY = (['_count', '_since', '_at'] as const).map(parameter);
const FAILED = { '4XX': response('outcome') };

export function systemPaths({ operation = [], compartment = [], resource = [] }: Rest): Paths {
  const tags = ['system'];
  const reads = (summary: string, parameters: object[], answer: object) => ({
    get: { tags, summary, parameters, responses: { 200: answer, ...FAILED } },
  });
  return {
    '/metadata': reads('What this server does', [], response('resource')),
    '/': {
      ...reads('Search all types, or some of them', [parameter('_type'), ...RESULT], response('bundle')),
      post: {
        tags,
        summary: 'A batch or a transaction',
        parameters: WRITE,
        requestBody: { required: true, content: content('Bundle') },
        responses: { 200: response('bundle'), 202: response('accepted'), ...FAILED },
      },
    },
    '/_history': reads('All that was ever written', HISTORY, response('bundle')),
    '/$async/{id}': {
      parameters: [parameter('id')],
      get: {
        tags,
        summary: 'The result of a request that was sent with Prefer: respond-async',
        responses: { 200: response('resource'), 202: response('accepted'), ...FAILED },
      },
      delete: { tags, summary: 'Cancel it', responses: { 202: response('accepted'), ...FAILED } },
    },
    ...operationPaths('', tags, operation),
    ...Object.fromEntries(
      resource
        .filter(({ type }) => compartment.some((url) => url.endsWith(`/${type.toLowerCase()}`)))
        .map(({ type }) => [`/${type}/{id}/{memberType}`, compartmentPath(type)]),
    ),
  };
}

function compartmentPath(type: string): object {
  return {
    parameters: [parameter('id'), parameter('memberType')],
    get: {
      tags: [type],
      summary: `Search what belongs to the ${type}: one type, or * for all`,
      parameters: [parameter('_type'), ...RESULT],
      responses: { 200: response('bundle'), ...FAILED },
    },
  };
}

/** One of the types that are written out. */
export function typePaths(resource: RestResource): Paths {
  const { type, operation = [], searchParam = [] } = resource;
  const tags = [type];
  const own = searchParam
    .filter(({ name }) => !(name in PARAMETERS))
    .map(({ name, type: kind, definition }) => ({
      name,
      in: 'query',
      description: `${kind}, ${definition}; ${modifiersOf(kind)}`,
      schema: { type: 'string' },
    }));
  return {
    ...patternPaths(type, tags, content(type), own, type),
    ...operationPaths(`/${type}/{id}`, tags, operation),
  };
}

export function anyTypePaths(types: readonly string[]): Paths {
  const resourceType = { name: 'resourceType', in: 'path', required: true, schema: { enum: types } };
  const paths = patternPaths('{resourceType}', ['any type'], content('ResourceList'), [], 'resource');
  return Object.fromEntries(
    Object.entries(paths).map(([path, item]) => {
      const { parameters = [] } = item as { parameters?: object[] };
      return [path, { ...item, parameters: [resourceType, ...parameters] }];
    }),
  );
}

function patternPaths(
  segment: string,
  tags: string[],
  body: object,
  searchParameters: object[],
  name: string,
): Paths {
  const requestBody = { required: true, content: body };
  const resource = { description: `The ${name}.`, content: body };
  const bundle = response('bundle');
  const read = (summary: string, answer: object, parameters: object[] = []) => ({
    get: { tags, summary, parameters, responses: { 200: answer, ...FAILED } },
  });
  return {
    [`/${segment}`]: {
      ...read('Search', bundle, [...searchParameters, ...RESULT]),
      post: {
        tags,
        summary: 'Create',
        parameters: [parameter('ifNoneExist'), ...WRITE],
        requestBody,
        responses: { 200: resource, 201: resource, ...FAILED },
      },
    },
    [`/${segment}/{id}`]: {
      parameters: [parameter('id')],
      ...read('Read', resource),
      put: {
        tags,
        summary: 'Update, or create under an id of your own',
        parameters: [parameter('ifMatch'), ...WRITE],
        requestBody,
        responses: { 200: resource, 201: resource, ...FAILED },
      },
      patch: {
        tags,
        summary: 'Change some of it: JSON Patch, XML Patch or FHIRPath Patch',
        parameters: [parameter('ifMatch'), ...WRITE],
        requestBody: {
          required: true,
          content: {
            'application/json-patch+json': { schema: { type: 'array', items: { type: 'object' } } },
            'application/xml-patch+xml': { schema: { type: 'string' } },
            ...content('ResourceList'),
          },
        },
        responses: { 200: resource, ...FAILED },
      },
      delete: {
        tags,
        summary: 'Delete; the history stays',
        parameters: [parameter('ifMatch'), ...WRITE],
        responses: { 204: response('nothing'), ...FAILED },
      },
    },
    [`/${segment}/_history`]: read('History of the type', bundle, HISTORY),
    [`/${segment}/{id}/_history`]: {
      parameters: [parameter('id')],
      ...read('History, newest first', bundle, HISTORY),
    },
    [`/${segment}/{id}/_history/{vid}`]: {
      parameters: [parameter('id'), parameter('vid')],
      ...read('One version', resource),
    },
  };
}

/** Operations are called with POST; those that only read, with GET too. */
function operationPaths(below: string, tags: string[], operations: RestResource['operation'] = []): Paths {
  const parameters = below === '' ? [] : [parameter('id')];
  return Object.fromEntries(
    operations.map(({ name, definition }) => {
      const post = {
        tags,
        summary: `$${name}`,
        externalDocs: { url: definition },
        requestBody: { content: content('ResourceList') },
        responses: { 200: response('resource'), ...FAILED },
      };
      return [`${below}/$${name}`, { parameters, post }];
    }),
  );
}
