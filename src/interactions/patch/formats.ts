// The forms in which a patch may come. R4 http.html#patch.

export const JSON_PATCH = 'application/json-patch+json';
export const XML_PATCH = 'application/xml-patch+xml';

/** The last two: Parameters with a FHIRPath Patch. */
export const PATCH_FORMATS = [JSON_PATCH, XML_PATCH, 'application/fhir+json', 'application/fhir+xml'];
