// Extensions: their definitions where known, where they may stand, and modifiers that nobody here understands.
// R4 extensibility.html, defining-extensions.html#context; ext-1.

import type { StructureDefinition } from 'fhir/r4.js';
import { isObject, type JsonObject } from '../../fhir/json/tree.ts';
import type { ItemCheck, Visit } from '../visit.ts';
import type { ContextTest } from './extension-context.ts';
import { describe } from './primitive.ts';

export interface ExtensionDefinition {
  structure: StructureDefinition;
  check: ItemCheck;
  /** At the place where the visit stands. */
  mayStand: ContextTest;
  /** The rule that the element around it breaks. */
  brokenRule(visit: Visit): string | undefined;
}

/** ext-1: exactly one of value[x] and extension. */
export const checkExtensionContent: ItemCheck = (value, _extra, _type, visit) => {
  if (!isObject(value)) return;
  let hasValue = false;
  for (const name in value) if (name.startsWith('value') || name.startsWith('_value')) hasValue = true;
  if (hasValue !== (value.extension !== undefined)) return;
  const what = hasValue
    ? 'both a value and extensions: keep one of them'
    : 'neither a value nor extensions: add one';
  visit.error('invariant', 'ext-1', `The extension ${describe(value.url)} has ${what}.`);
};

/** The definition of an extension that stands at an element; `modifier` says which of the two lists. */
export function checkExtension(
  modifier: boolean,
  definitionOf: (url: string) => ExtensionDefinition | undefined,
): ItemCheck {
  return (value, extra, type, visit) => {
    const url = isObject(value) ? value.url : undefined;
    if (typeof url !== 'string') return;
    if (!url.includes(':')) {
      checkRelativeUrl(url, definitionOf, visit);
      return;
    }
    if (url.includes('|')) {
      const diagnostics = `The url ${describe(url)} names a version: an extension is known by its url alone, leave | and the version out.`;
      visit.error('extension', 'extension', diagnostics, 'url');
      return;
    }
    const definition = definitionOf(url);
    if (!definition) {
      if (modifier) {
        const diagnostics = `The modifier extension ${describe(url)} is not known here, so the element cannot be understood: remove it, or load its definition.`;
        visit.error('extension', 'extension', diagnostics);
      }
      return;
    }
    const { structure } = definition;
    const root = structure.snapshot?.element[0];
    if (root && (root.isModifier ?? false) !== modifier) {
      const right = modifier ? 'extension' : 'modifierExtension';
      visit.error(
        'extension',
        'extension',
        `The extension ${describe(url)} belongs into ${right}: move it there.`,
      );
    }
    if (!definition.mayStand(visit)) {
      const places = (structure.context ?? []).map((context) => context.expression).join(', ');
      const diagnostics = `The extension ${describe(url)} is not allowed here: it may stand at ${places}.`;
      visit.error('extension', 'extension', diagnostics);
    }
    const broken = definition.brokenRule(visit);
    if (broken !== undefined) {
      const diagnostics = `The extension ${describe(url)} is not allowed here: ${broken} must be true of the element around it.`;
      visit.error('extension', 'extension', diagnostics);
    }
    definition.check(value, extra, type, visit);
  };
}

/** A relative url names a part of a complex extension, and must be one that its definition has. */
function checkRelativeUrl(
  url: string,
  definitionOf: (url: string) => ExtensionDefinition | undefined,
  visit: Visit,
): void {
  const owner = visit.owner();
  if (owner?.type !== 'Extension') {
    const diagnostics = `The url ${describe(url)} of the extension is relative: write the absolute URL of its definition.`;
    visit.error('extension', 'extension', diagnostics);
    return;
  }
  const outerUrl = urlOf(owner.object);
  const outer = typeof outerUrl === 'string' && outerUrl.includes(':') ? definitionOf(outerUrl) : undefined;
  if (!outer) return;
  const elements = outer.structure.snapshot?.element ?? [];
  const parts = elements
    .filter((element) => element.path === 'Extension.extension.url')
    .map((element) => element.fixedUri);
  if (parts.includes(url)) return;
  const known = parts.length > 0 ? `write ${parts.join(', ')}` : 'it has no parts';
  visit.error('extension', 'extension', `The extension ${outerUrl} has no part ${describe(url)}: ${known}.`);
}

function urlOf(object: JsonObject | undefined): unknown {
  return object?.url;
}
