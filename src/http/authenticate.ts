// Request headers to Principal. AUTH=tokens: a bearer token. AUTH=off: the local operator, or who the trusted
// headers name. RFC 6750.

import { actingAs, LOCAL_OPERATOR, TRUSTED_HEADERS } from '../authorization/local-operator.ts';
import { type Principal, ROLES, type Role } from '../authorization/principal.ts';
import { hashOfToken } from '../authorization/tokens.ts';
import type { PresentPrincipals } from '../authorization/tokens-file.ts';
import { fhirError } from '../fhir/error.ts';
import { isObject, type JsonObject } from '../fhir/json/tree.ts';

export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** The trusted headers as node:http names them. */
const RECEIVED_AS = TRUSTED_HEADERS.map((name) => name.toLowerCase());

/** Throws FhirError 400, 401 or 403. */
export type Authenticate = (headers: Headers) => Promise<Principal> | Principal;

/** Reads a live resource for a check of the trusted headers; undefined when there is none. */
export type ReadResource = (type: string, id: string) => Promise<JsonObject | undefined>;

export function authenticateByTokens(principals: PresentPrincipals): Authenticate {
  return (headers) => {
    refuseTrustedHeaders(headers);
    const { authorization } = headers;
    if (typeof authorization !== 'string')
      throw unauthenticated('Send a token: Authorization: Bearer <token>.');
    const token = /^Bearer +([A-Za-z0-9\-._~+/]{1,1000}=*)$/i.exec(authorization)?.[1];
    if (token === undefined) throw unauthenticated('The Authorization header holds no bearer token.');
    const principal = principals().get(hashOfToken(token));
    if (!principal) throw unauthenticated('This token is not known here.');
    return principal;
  };
}

/** `hosts`: names under which this server may be called, in lower case and without port. */
export function authenticateLocally(readResource: ReadResource, hosts: ReadonlySet<string>): Authenticate {
  return (headers) => {
    checkHost(headers.host, hosts);
    return RECEIVED_AS.some((name) => headers[name] !== undefined)
      ? trustedPrincipal(headers, readResource)
      : LOCAL_OPERATOR;
  };
}

/** A web page that reaches the loopback port under a name of its own is turned away (DNS rebinding). */
function checkHost(host: string | string[] | undefined, hosts: ReadonlySet<string>): void {
  const name = /^(\[[^\]]+\]|[^:]*)(?::\d+)?$/.exec(String(host ?? ''))?.[1]?.toLowerCase();
  if (name === undefined || !hosts.has(name)) {
    throw fhirError(
      'forbidden',
      'With AUTH=off this server answers only under a loopback name such as localhost.',
    );
  }
}

async function trustedPrincipal(headers: Headers, readResource: ReadResource): Promise<Principal> {
  const [role, organization, practitioner] = RECEIVED_AS.map((name) => headers[name]);
  if (!(ROLES as readonly unknown[]).includes(role)) {
    throw badHeader('X-Lianti-Role', `must be one of ${ROLES.join(', ')}`);
  }
  const id =
    typeof organization === 'string'
      ? /^Organization\/([A-Za-z0-9\-.]{1,64})$/.exec(organization)?.[1]
      : undefined;
  if (id === undefined) throw badHeader('X-Lianti-Organization', 'must look like Organization/<id>');
  const unit = await readResource('Organization', id);
  if (!unit || unit.active === false)
    throw badHeader('X-Lianti-Organization', 'names no active Organization of this server');
  if (practitioner !== undefined) await checkPractitioner(practitioner, organization as string, readResource);
  return actingAs(role as Role, organization as string, practitioner as string | undefined);
}

async function checkPractitioner(
  practitioner: string | string[],
  organization: string,
  readResource: ReadResource,
): Promise<void> {
  const id = /^PractitionerRole\/([A-Za-z0-9\-.]{1,64})$/.exec(String(practitioner))?.[1];
  if (id === undefined) throw badHeader('X-Lianti-Practitioner', 'must look like PractitionerRole/<id>');
  const role = await readResource('PractitionerRole', id);
  const unit = isObject(role?.organization) ? role.organization.reference : undefined;
  if (unit !== organization)
    throw badHeader('X-Lianti-Practitioner', `names no PractitionerRole of ${organization}`);
}

function refuseTrustedHeaders(headers: Headers): void {
  for (const [i, name] of TRUSTED_HEADERS.entries()) {
    if (headers[RECEIVED_AS[i]!] !== undefined)
      throw badHeader(name, 'is only trusted with AUTH=off; leave it out');
  }
}

function badHeader(name: string, what: string) {
  return fhirError('invalid', `${name} ${what}.`);
}

function unauthenticated(diagnostics: string) {
  return fhirError('unauthenticated', diagnostics);
}
