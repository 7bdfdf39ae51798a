// The R4 JSON schema, one piece for each definition, so that the server reads only what a type needs.

type Json = Record<string, unknown>;

const PRIMITIVE = /^[a-z]/;

/**
 * The schema's definitions by name, corrected for what FHIR JSON is (json.html): lists of primitives may hold
 * nulls beside their extensions, and arrays are never empty. Choices of a primitive type refer to that type.
 */
export function shapeDefinitions(schema: Json): Record<string, Json> {
  const definitions = schema.definitions as Record<string, Json>;
  const byText = new Map<string, string>();
  for (const [name, definition] of Object.entries(definitions)) {
    if (PRIMITIVE.test(name) && definition.pattern !== undefined) byText.set(textOf(definition), name);
  }
  for (const definition of Object.values(definitions)) {
    delete definition.description;
    const properties = (definition.properties ?? {}) as Record<string, Json>;
    for (const [name, property] of Object.entries(properties)) {
      delete property.description;
      const primitive = property.pattern === undefined ? undefined : byText.get(textOf(property));
      if (primitive) properties[name] = { $ref: `#/definitions/${primitive}` };
    }
    for (const [name, property] of Object.entries(properties)) {
      if (property.type !== 'array') continue;
      property.minItems = 1;
      const isPrimitive = name.startsWith('_') || `_${name}` in properties;
      if (isPrimitive) property.items = { anyOf: [property.items, { type: 'null' }] };
    }
  }
  return definitions;
}

function textOf(definition: Json): string {
  return JSON.stringify({ type: definition.type, pattern: definition.pattern });
}
