// PATCH [type]/[id]: JSON Patch, XML Patch or FHIRPath Patch on the current version; the result is validated like an update.
// R4 http.html#patch.

import { authorize } from '../../authorization/policy.ts';
import { fhirError } from '../../fhir/error.ts';
import { applyJsonPatch } from '../../fhir/json/json-patch.ts';
import { decodeUtf8, parseJson } from '../../fhir/json/parse.ts';
import { applyXmlPatch } from '../../fhir/xml/patch/xml-patch.ts';
import { filled } from '../../storage/contents.ts';
import type { Key } from '../../storage/store.ts';
import { resourceBody } from '../body.ts';
import type { Context } from '../context.ts';
import type { Plan } from '../plan.ts';
import type { FhirRequest, ResourceBody } from '../request.ts';
import { ifMatch } from '../update.ts';
import type { View } from '../view.ts';
import { applyFhirpathPatch } from './fhirpath-patch.ts';
import { JSON_PATCH, XML_PATCH } from './formats.ts';

/** Throws 404 or 410 when there is nothing to patch, 400 for what is no patch, 422 for one that cannot be done. */
export async function planPatch(request: FhirRequest, key: Key, view: View, context: Context): Promise<Plan> {
  authorize(context.principal, 'update', key.type);
  const [current] = await view.read([key]);
  const expects = ifMatch(request, key, current);
  if (!current) throw fhirError('not-found', `There is no ${key.type}/${key.id} to patch.`);
  const { text } = await filled(current, context.store.blobs);
  if (text === undefined) throw fhirError('gone', `${key.type}/${key.id} was deleted; it cannot be patched.`);
  const body = resourceBody(parseJson(patchedText(text, request, context)));
  if (body.resource.resourceType !== key.type || body.resource.id !== key.id) {
    throw fhirError('unprocessable', 'A patch cannot change resourceType or id. Nothing was changed.');
  }
  return {
    key,
    change: { method: 'PATCH', body, current },
    expects: [...expects, { key, version: current.version }],
  };
}

function patchedText(text: string, { patch, xmlPatch, body }: FhirRequest, context: Context): string {
  const { model } = context.definitions;
  if (patch) return applyJsonPatch(text, patch);
  if (xmlPatch !== undefined) return applyXmlPatch(text, xmlPatch, model);
  if (body?.resource.resourceType === 'Parameters') return applyFhirpathPatch(text, body, model);
  if (body?.resource.resourceType === 'Binary') return patchedByBinary(text, body, context);
  throw fhirError(
    'unsupported-media-type',
    `A patch is a JSON Patch (${JSON_PATCH}), an XML Patch (${XML_PATCH}) or Parameters with a FHIRPath Patch (application/fhir+json or +xml).`,
  );
}

/** In a Bundle a JSON Patch or XML Patch travels as a Binary. R4 http.html#patch. */
function patchedByBinary(text: string, { resource }: ResourceBody, context: Context): string {
  const { contentType, data } = resource;
  if ((contentType !== JSON_PATCH && contentType !== XML_PATCH) || typeof data !== 'string') {
    throw fhirError(
      'unprocessable',
      `The Binary of a patch has contentType ${JSON_PATCH} or ${XML_PATCH}, and data.`,
    );
  }
  const patch = decodeUtf8(Buffer.from(data, 'base64'));
  if (contentType === JSON_PATCH) return applyJsonPatch(text, parseJson(patch));
  return applyXmlPatch(text, patch, context.definitions.model);
}
