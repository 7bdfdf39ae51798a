// Method and path to interaction, R4 http.html. One table for HTTP and Bundle entries alike.

import type { Definitions } from '../conformance/definitions.ts';
import { type FhirError, fhirError } from '../fhir/error.ts';
import type { Key } from '../storage/store.ts';
import type { FhirRequest } from './request.ts';

export type Route =
  | { interaction: 'capabilities' | 'bundle' | 'history-system' }
  | { interaction: 'history-type'; type: string }
  | { interaction: 'search-system' }
  | { interaction: 'search-type'; type: string }
  /** `type` is `*` for all of the compartment. */
  | { interaction: 'search-compartment'; compartment: Key; type: string }
  | { interaction: 'read' | 'history-instance'; type: string; id: string }
  | { interaction: 'vread'; type: string; id: string; vid: string }
  | { interaction: 'async-status' | 'async-cancel'; id: string }
  | { interaction: 'operation'; name: string; type?: string; id?: string; vid?: string }
  | WriteRoute;

/** What a transaction can hold besides reading. */
export type WriteRoute =
  | {
      interaction: 'create' | 'conditional-update' | 'conditional-delete' | 'conditional-patch';
      type: string;
    }
  | { interaction: 'update' | 'delete' | 'patch'; type: string; id: string };

const ID = /^[A-Za-z0-9\-.]{1,64}$/;

/** Throws FhirError: 404 for an unknown type, a bad id or path, 405 for a method that does not belong there. */
export function route(request: FhirRequest, definitions: Definitions): Route {
  const path = request.path.at(-1) === '' ? request.path.slice(0, -1) : request.path;
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const last = path.at(-1);
  if (path[0] === ASYNC_PATH && path.length === 2) return asyncRoute(path[1]!, method);
  if (last?.startsWith('$') && (path.length <= 3 || isOfVersion(path)))
    return operationRoute(path, definitions);
  if (path.length === 0) {
    if (method === 'POST') return { interaction: 'bundle' };
    if (method === 'GET') return { interaction: 'search-system' };
    throw wrongMethod(method, 'GET, POST');
  }
  if (path.length === 1 && last === 'metadata') return only(method, 'GET', { interaction: 'capabilities' });
  if (path.length === 1 && last === '_history') return only(method, 'GET', { interaction: 'history-system' });
  if (path.length === 1 && last === '_search') return only(method, 'POST', { interaction: 'search-system' });
  return resourceRoute(path, method, request, definitions);
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Methods that something is routed for; [] where there is nothing. */
export function allowedMethods(path: string[], definitions: Definitions): string[] {
  return METHODS.filter((method) => {
    try {
      const { interaction } = route({ method, path, query: [], headers: {} }, definitions);
      return interaction !== 'operation' || /^(GET|HEAD|POST)$/.test(method);
    } catch {
      return false;
    }
  });
}

/** Below the base, where requests that are answered later are asked after. R4 async.html. */
export const ASYNC_PATH = '$async';

function asyncRoute(id: string, method: string): Route {
  if (method === 'GET') return { interaction: 'async-status', id };
  return only(method, 'DELETE', { interaction: 'async-cancel', id });
}

function resourceRoute(
  path: string[],
  method: string,
  request: FhirRequest,
  definitions: Definitions,
): Route {
  const [type, id, history, vid] = path as [string, ...string[]];
  checkType(type, definitions);
  if (id === undefined) {
    if (method === 'GET') return { interaction: 'search-type', type };
    if (method === 'POST') return { interaction: 'create', type };
    if (method === 'PUT') return { interaction: 'conditional-update', type };
    if (method === 'DELETE') return { interaction: 'conditional-delete', type };
    if (method === 'PATCH') return { interaction: 'conditional-patch', type };
    throw wrongMethod(method, 'GET, POST, PUT, PATCH, DELETE');
  }
  if (path.length === 2 && id === '_search')
    return only(method, 'POST', { interaction: 'search-type', type });
  if (path.length === 2 && id === '_history')
    return only(method, 'GET', { interaction: 'history-type', type });
  checkId(type, id);
  if (history === undefined) {
    if (method === 'GET') return { interaction: 'read', type, id };
    if (method === 'PUT') return { interaction: 'update', type, id };
    if (method === 'DELETE') return { interaction: 'delete', type, id };
    if (method === 'PATCH') return { interaction: 'patch', type, id };
    throw wrongMethod(method, 'GET, PUT, PATCH, DELETE');
  }
  const search = compartmentRoute(path, method, definitions);
  if (search) return search;
  if (history !== '_history' || path.length > 4) throw noSuchPath(request);
  if (vid === undefined) return only(method, 'GET', { interaction: 'history-instance', type, id });
  return only(method, 'GET', { interaction: 'vread', type, id, vid });
}

/**
 * `Patient/1/Observation`, `Patient/1/*`, and the same with `_search`; undefined where there is no such compartment.
 * R4 http.html#search, compartmentdefinition.html.
 */
function compartmentRoute(path: string[], method: string, definitions: Definitions): Route | undefined {
  const [owner, id, ...rest] = path as [string, string, ...string[]];
  const isPost = rest.at(-1) === '_search';
  const [type = '*', ...more] = isPost ? rest.slice(0, -1) : rest;
  if (more.length > 0 || !definitions.compartments.some((one) => one.type === owner)) return undefined;
  if (type !== '*' && !definitions.resourceTypes.has(type)) return undefined;
  return only(method, isPost ? 'POST' : 'GET', {
    interaction: 'search-compartment',
    compartment: { type: owner, id },
    type,
  });
}

function operationRoute(path: string[], definitions: Definitions): Route {
  const name = path.at(-1)!;
  if (path.length === 1) return { interaction: 'operation', name };
  checkType(path[0]!, definitions);
  if (path.length === 2) return { interaction: 'operation', name, type: path[0]! };
  checkId(path[0]!, path[1]!);
  const vid = isOfVersion(path) ? path[3] : undefined;
  return { interaction: 'operation', name, type: path[0]!, id: path[1]!, ...(vid !== undefined && { vid }) };
}

/** `Patient/1/_history/2/$meta` */
function isOfVersion(path: string[]): boolean {
  return path.length === 5 && path[2] === '_history';
}

function checkType(type: string, definitions: Definitions): void {
  if (definitions.resourceTypes.has(type)) return;
  throw fhirError(
    'not-found',
    `There is no resource type "${clip(type)}" in FHIR R4. Types are written as in the specification, e.g. Patient.`,
    { code: 'not-supported' },
  );
}

function checkId(type: string, id: string): void {
  if (ID.test(id)) return;
  throw fhirError('not-found', `No ${type} can have this id: ids are 1 to 64 letters, digits, "-" and ".".`);
}

function only(method: string, allowed: string, route: Route): Route {
  if (method !== allowed) throw wrongMethod(method, allowed);
  return route;
}

function wrongMethod(method: string, allowed: string): FhirError {
  return fhirError('method-not-allowed', `${clip(method)} does not belong here. Allowed: ${allowed}.`);
}

function noSuchPath(request: FhirRequest): FhirError {
  return fhirError('not-found', `There is nothing at ${clip(request.path.join('/'))}.`);
}

function clip(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
