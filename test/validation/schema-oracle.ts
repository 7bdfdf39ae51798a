// The R4 JSON schema of a resource type, compiled by ajv: another judge of shapes, to compare the validator with.

import { Ajv } from 'ajv';
import type { Definitions } from '../../src/conformance/definitions.ts';
import { isObject, type JsonObject } from '../../src/fhir/json/tree.ts';

export interface SchemaOracle {
  /** True when the schema passes the resource. Resources inside it have gates of their own. */
  passes(type: string, resource: JsonObject): boolean;
}

const LOCAL = '#/definitions/';
/** Each definition is a schema of its own under this prefix, so that data types are compiled once for all types. */
const SHARED = 'fhir-r4:';

export function createSchemaOracle(definitions: Definitions): SchemaOracle {
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
  return { passes: (type, resource) => gateOf(type)(resource) };
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
