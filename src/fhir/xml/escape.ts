// Text and attribute values as XML 1.0 writes them, so that any XML processor reads the same characters back.

const IN_ATTRIBUTES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // A processor turns these into spaces when they stand in an attribute as they are (XML 1.0, 3.3.3).
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

const SPECIAL = /[&<>"\u0000-\u001f\ufffe\uffff]/g;

/** Characters that XML 1.0 cannot carry become U+FFFD; FHIR strings do not have them (R4 datatypes.html#string). */
export function escapeAttribute(value: string): string {
  return value.replace(SPECIAL, (c) => IN_ATTRIBUTES[c] ?? '\ufffd');
}

export function escapeText(value: string): string {
  return value.replace(/[&<>\r]/g, (c) => IN_ATTRIBUTES[c]!);
}
