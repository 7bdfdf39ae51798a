// The R4 types as the validator needs them, compiled from their StructureDefinitions when first met:
// which members their JSON may have (R4 json.html), and which checks concern each of them.

import type { ElementDefinition } from 'fhir/r4.js';
import type { Definitions } from '../conformance/definitions.ts';
import { buildTree, type ElementNode } from '../conformance/snapshot/tree.ts';
import { PRIMITIVES, type Primitive } from './checks/primitive.ts';
import type { ItemCheck } from './visit.ts';

export interface BaseElement {
  /** Name without `[x]`. */
  name: string;
  /** `Observation.component.value[x]`. */
  path: string;
  def: ElementDefinition;
  min: number;
  max: number;
  /** Written as a JSON array. */
  list: boolean;
  choice: boolean;
  /** One, or one for each type of a choice. */
  members: Member[];
}

export interface Member {
  /** `valueQuantity` */
  json: string;
  /** What stands beside a primitive: `_valueCode`. Ids, the url of an extension and a narrative's div have nothing beside them. */
  beside: string | undefined;
  element: BaseElement;
  /** FHIR type: `Quantity`; of a backbone element its path. `Resource` for any resource. */
  type: string;
  primitive: Primitive | undefined;
  /** The type itself, once an object of it was met: they are compiled when they are needed. */
  content: BaseType | undefined;
  /** Bindings, reference targets and invariants of this element. */
  checks: readonly ItemCheck[];
}

export interface BaseType {
  name: string;
  kind: 'primitive' | 'complex' | 'resource' | 'backbone';
  /** By JSON name, those with `_` included. */
  members: ReadonlyMap<string, Member>;
  elements: ReadonlyMap<string, BaseElement>;
  required: readonly BaseElement[];
  /** The checks of the type itself: its invariants and what is special to it. */
  checks: readonly ItemCheck[];
  /** The definition at its root. */
  def: ElementDefinition;
}

/** Supplies the checks; see `base-checks.ts`. */
export interface BaseChecks {
  ofElement(element: BaseElement, type: string): ItemCheck[];
  ofType(type: string, def: ElementDefinition): ItemCheck[];
}

export interface BaseTypes {
  /** `Observation`, `Quantity`, `Observation.component`; undefined when R4 has no such type. */
  get(name: string): BaseType | undefined;
  /** An element of a type by its name, with or without `[x]`, or by the JSON name of one member. */
  element(type: string, name: string): BaseElement | undefined;
}

export function createBaseTypes(definitions: Definitions, checks: BaseChecks): BaseTypes {
  const compiled = new Map<string, BaseType>();

  function load(name: string): void {
    const structure = definitions.structure(name);
    if (!structure || structure.derivation === 'constraint' || !structure.snapshot) return;
    const kind =
      structure.kind === 'resource'
        ? 'resource'
        : structure.kind === 'primitive-type'
          ? 'primitive'
          : 'complex';
    compileType(buildTree(structure), name, kind);
  }

  function compileType(node: ElementNode, name: string, kind: BaseType['kind']): void {
    const elements = new Map<string, BaseElement>();
    const members = new Map<string, Member>();
    for (const child of node.children) {
      // The value of a primitive is the JSON value itself, not a member.
      if (kind === 'primitive' && child.name === 'value') continue;
      const element = compileElement(child, checks);
      elements.set(element.name, element);
      for (const member of element.members) {
        members.set(member.json, member);
        if (member.beside) members.set(member.beside, member);
      }
      if (child.children.length > 0) compileType(child, child.def.path, 'backbone');
    }
    compiled.set(name, {
      name,
      kind,
      members,
      elements,
      required: [...elements.values()].filter((element) => element.min > 0),
      checks: checks.ofType(name, node.def),
      def: node.def,
    });
  }

  const get = (name: string): BaseType | undefined => {
    const known = compiled.get(name);
    if (known) return known;
    const dot = name.indexOf('.');
    load(dot < 0 ? name : name.slice(0, dot));
    return compiled.get(name);
  };

  return {
    get,
    element(type, name) {
      const base = get(type);
      const found = base?.elements.get(name.endsWith('[x]') ? name.slice(0, -3) : name);
      if (found) return found;
      const member = base?.members.get(name);
      return member && { ...member.element, members: [member] };
    },
  };
}

function compileElement(node: ElementNode, checks: BaseChecks): BaseElement {
  const { def } = node;
  const choice = node.name.endsWith('[x]');
  const name = choice ? node.name.slice(0, -3) : node.name;
  const max = def.max === '*' ? Number.POSITIVE_INFINITY : Number(def.max);
  const element: BaseElement = {
    name,
    path: def.path,
    def,
    min: def.min ?? 0,
    max,
    list: (def.base?.max ?? def.max) !== '1',
    choice,
    members: [],
  };
  const bare = def.type?.[0]?.code.startsWith(SYSTEM) ?? false;
  for (const type of typesOf(node)) {
    const json = choice ? name + type[0]!.toUpperCase() + type.slice(1) : name;
    const primitive = PRIMITIVES.get(type);
    // A narrative's div has attributes of its own.
    const isAlone = bare || type === 'xhtml';
    element.members.push({
      json,
      beside: primitive && !isAlone ? `_${json}` : undefined,
      element,
      type,
      primitive,
      content: undefined,
      checks: [],
    });
  }
  for (const member of element.members) member.checks = checks.ofElement(element, member.type);
  return element;
}

/** Type names of an element; a backbone element is its own type, also where another one refers to it. */
function typesOf(node: ElementNode): string[] {
  const { def } = node;
  if (def.contentReference) return [def.contentReference.slice(def.contentReference.indexOf('#') + 1)];
  if (node.children.length > 0) return [def.path];
  return [...new Set((def.type ?? []).map((type) => typeName(def, type)))];
}

const SYSTEM = 'http://hl7.org/fhirpath/System.';
const FHIR_TYPE = 'http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type';

/** `id`, `Extension.url` and values of primitives are published with types of FHIRPath. */
export function typeName(
  def: ElementDefinition,
  type: { code: string; extension?: { url: string; valueUrl?: string }[] },
): string {
  if (!type.code.startsWith(SYSTEM)) return type.code;
  if (def.base?.path === 'Resource.id') return 'id';
  const told = type.extension?.find((extension) => extension.url === FHIR_TYPE)?.valueUrl;
  if (told) return told;
  return def.path === 'Extension.url' ? 'uri' : 'string';
}
