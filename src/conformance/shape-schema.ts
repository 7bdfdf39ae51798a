// The R4 JSON schema of one type, put together from the packed pieces. R4 json.html, downloads.html.

interface Schema {
  [member: string]: unknown;
}

/** What is asked of a resource inside a resource; its own type judges the rest. */
const RESOURCE = {
  type: 'object',
  properties: { resourceType: { type: 'string' } },
  required: ['resourceType'],
};
const REFERENCE = '#/definitions/';

/** `read` answers one definition of the schema by name. undefined: there is no such type. */
export function shapeSchema(type: string, read: (name: string) => unknown): Schema | undefined {
  const definitions: Record<string, unknown> = {};
  const waiting = [type];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (name in definitions) continue;
    const definition = name === 'ResourceList' ? RESOURCE : read(name);
    if (definition === undefined) return undefined;
    definitions[name] = definition;
    collectReferences(definition, waiting);
  }
  return { $schema: 'http://json-schema.org/draft-06/schema#', $ref: REFERENCE + type, definitions };
}

function collectReferences(node: unknown, into: string[]): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [member, value] of Object.entries(node)) {
    if (member === '$ref' && typeof value === 'string') into.push(value.slice(REFERENCE.length));
    else collectReferences(value, into);
  }
}
