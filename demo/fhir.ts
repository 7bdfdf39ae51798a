// Small readings of FHIR answers that several steps need.

import type { Bundle, FhirResource, Observation } from 'fhir/r4.js';
import type { Client } from 'fhir-kit-client';

export const SYSTEM = 'https://lianti.dev/fhir';
export const PROFILE = `${SYSTEM}/StructureDefinition`;
export const CODES = `${SYSTEM}/CodeSystem`;

/** A search as a figure needs it: what came back, and the request line that was sent. */
export interface Answered<T> {
  body: T;
  request: string;
}

/** GET below the base, such as `Patient?name=冯`. */
export async function get<T = Bundle>(client: Client, path: string): Promise<Answered<T>> {
  const body = (await client.request(encodeURI(path))) as unknown as T;
  return { body, request: `GET ${path}` };
}

export function resourcesOf<T extends FhirResource>(bundle: Bundle, type: T['resourceType']): T[] {
  return (bundle.entry ?? []).flatMap(({ resource }) =>
    resource?.resourceType === type ? [resource as T] : [],
  );
}

/** All pages of a searchset or history, following the links. */
export async function allPages(client: Client, first: Bundle): Promise<Bundle[]> {
  const pages = [first];
  for (let page: Bundle | undefined = first; page; ) {
    page = hasNext(page)
      ? ((await client.nextPage({ bundle: page as never })) as unknown as Bundle)
      : undefined;
    if (page) pages.push(page);
  }
  return pages;
}

function hasNext({ link = [] }: Bundle): boolean {
  return link.some(({ relation }) => relation === 'next');
}

/** Value of a component by its code, such as `spherical-equivalent`. */
export function componentValue({ component = [] }: Observation, code: string): number | undefined {
  return component.find((part) => part.code.coding?.some((coding) => coding.code === code))?.valueQuantity
    ?.value;
}

export function eyeOf({ bodySite }: Observation): string | undefined {
  return bodySite?.coding?.[0]?.code;
}

/** `W/"3"`: the version that the caller has read. */
export function etagOf(resource: FhirResource): string {
  return `W/"${resource.meta?.versionId}"`;
}

/** What a server said when it refused: status and the sentences of its OperationOutcome. */
export async function refusal(sending: Promise<unknown>): Promise<{ status: number; sentences: string[] }> {
  try {
    await sending;
    return { status: 200, sentences: [] };
  } catch (error) {
    const { response } = error as RefusedByServer;
    if (!response) throw error;
    return { status: response.status, sentences: sentencesOf(error) };
  }
}

/** fhir-kit-client puts the answer into the error it throws. */
interface RefusedByServer {
  response?: { status: number; data: { issue?: { diagnostics?: string }[] } };
}

export function sentencesOf(error: unknown): string[] {
  const { issue = [] } = (error as RefusedByServer).response?.data ?? {};
  return issue.map(({ diagnostics = '' }) => diagnostics);
}
