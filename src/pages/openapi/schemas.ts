// JSON schemas of resource types as OpenAPI components: R4's own, with the references pointing there.

import type { Definitions } from '../../conformance/definitions.ts';

/** By name: the types themselves and all that they are made of. */
export function schemasOf(types: readonly string[], definitions: Definitions): Record<string, unknown> {
  const schemas: Record<string, unknown> = {};
  for (const type of types) {
    const shape = definitions.shapeSchema(type) as { definitions: Record<string, unknown> };
    for (const [name, schema] of Object.entries(shape.definitions)) schemas[name] ??= moved(schema);
  }
  return schemas;
}

function moved(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(moved);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node)
      // Code points in braces are JavaScript's own; other tools stumble over them.
      .filter(([name, value]) => !(name === 'pattern' && String(value).includes('\\u{')))
      .map(([name, value]) => [
        name,
        name === '$ref' && typeof value === 'string'
          ? value.replace('#/definitions/', '#/components/schemas/')
          : moved(value),
      ]),
  );
}
