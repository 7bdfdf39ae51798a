// The value attribute of a primitive as JSON text. R4 json.html#primitive, datatypes.html.

const NUMBERS = new Set(['decimal', 'integer', 'unsignedInt', 'positiveInt']);
const NUMBER = /^[-+]?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/;

/** What is no boolean or number where there should be one becomes a string: validation says so with its path. */
export function primitiveJson(type: string, value: string): string {
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value;
  if (NUMBERS.has(type) && NUMBER.test(value) && Number.isFinite(Number(value))) {
    // R4 integers may have a plus sign, JSON numbers may not.
    return value.startsWith('+') ? value.slice(1) : value;
  }
  return JSON.stringify(value);
}
