// Leaves out of a definition what the server never reads: narrative, contacts, prose for people, mappings.
// What decides (types, bindings, constraints, codes), names (title, display) and explains codes stays.

type Json = Record<string, unknown>;

const OF_RESOURCE = new Set([
  'text',
  'meta',
  'extension',
  'publisher',
  'contact',
  'date',
  'description',
  'purpose',
  'copyright',
  'useContext',
  'jurisdiction',
  'mapping',
  'differential',
  'fhirVersion',
  'keyword',
  'experimental',
]);

const OF_ELEMENT = new Set([
  'definition',
  'comment',
  'requirements',
  'example',
  'mapping',
  'alias',
  'short',
  'meaningWhenMissing',
  'isModifierReason',
  'orderMeaning',
  'isSummary',
]);

/** A smaller copy of a StructureDefinition, ValueSet, CodeSystem or ConceptMap. */
export function strip(resource: Json): Json {
  const slim = without(resource, OF_RESOURCE);
  const snapshot = slim.snapshot as { element: Json[] } | undefined;
  if (snapshot) slim.snapshot = { element: snapshot.element.map(stripElement) };
  if (slim.resourceType === 'CodeSystem') {
    slim.property = resource.property;
    if (resource.concept) slim.concept = (resource.concept as Json[]).map(stripConcept);
  }
  return slim;
}

function stripElement(element: Json): Json {
  const slim = without(element, OF_ELEMENT);
  if (element.isSummary === true) slim.isSummary = true;
  if (element.isModifier === false) delete slim.isModifier;
  if (Array.isArray(element.constraint)) {
    slim.constraint = (element.constraint as Json[]).map((constraint) =>
      without(constraint, new Set(['xpath'])),
    );
  }
  return slim;
}

function stripConcept(concept: Json): Json {
  const slim = without(concept, new Set(['extension']));
  if (concept.concept) slim.concept = (concept.concept as Json[]).map(stripConcept);
  return slim;
}

function without(object: Json, members: ReadonlySet<string>): Json {
  const rest: Json = {};
  for (const [name, value] of Object.entries(object)) if (!members.has(name)) rest[name] = value;
  return rest;
}
