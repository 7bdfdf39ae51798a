// The first gate: the R4 JSON schema of a resource type, compiled by ajv when the type is first met. What it passes
// has known members and right lexical forms, so the walk need not look at these again; what it refuses the walk explains.

import { Ajv } from 'ajv';
import type { Definitions } from '../conformance/definitions.ts';
import { isObject, type JsonObject } from '../fhir/json/tree.ts';

export interface BaseSchema {
  /** True when the schema passes the resource. Resources inside it have gates of their own. */
  passes(type: string, resource: JsonObject): boolean;
  /** Compiles the schema of a type ahead of its first use. */
  warmUp(type: string): void;
}

const LOCAL = '#/definitions/';
/** Each definition is a schema of its own under this prefix, so that data types are compiled once for all types. */
const SHARED = 'fhir-r4:';

export function createBaseSchema(definitions: Definitions): BaseSchema {
  const gates = new Map<string, (resource: JsonObject) => boolean>();
  // The schemas are our own packed data: checking them against their meta-schema would only cost time.
  const ajv = new Ajv({ strict: false, validateSchema: false, validateFormats: false, logger: false });

  const compileGate = (type: string): ((resource: JsonObject) => boolean) => {
    const schema = definitions.shapeSchema(type);
    const parts = isObject(schema) && isObject(schema.definitions) ? schema.definitions : {};
    for (const [name, part] of Object.entries(parts)) {
      if (ajv.getSchema(SHARED + name) === undefined && isObject(part)) {
        ajv.addSchema({ ...(share(part) as JsonObject), $id: SHARED + name });
      }
    }
    const validate = ajv.getSchema(SHARED + type);
    return validate ? (resource) => validate(resource) === true : () => false;
  };

  const gateOf = (type: string) => {
    let gate = gates.get(type);
    if (!gate) {
      gate = compileGate(type);
      gates.set(type, gate);
    }
    return gate;
  };
  return { passes: (type, resource) => gateOf(type)(resource), warmUp: (type) => void gateOf(type) };
}

/** The same schema with references that lead out of it to the shared ones. */
function share(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(share);
  if (!isObject(node)) return node;
  const shared: Record<string, unknown> = {};
  for (const [member, value] of Object.entries(node)) {
    const isReference = member === '$ref' && typeof value === 'string' && value.startsWith(LOCAL);
    shared[member] = isReference ? SHARED + value.slice(LOCAL.length) : share(value);
  }
  return shared;
}
