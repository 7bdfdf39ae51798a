// What the R4 definitions ask of each element and type beyond its shape: bindings, reference targets, profiled
// types, invariants, extensions, narrative. The table of contents of the base rules.

import type { BaseChecks, BaseElement } from './base-types.ts';
import { checkFullUrl } from './bundle/full-url.ts';
import { createBundleCheck } from './bundle/index.ts';
import { checkAttachment } from './checks/attachment.ts';
import { checkBaseBinding } from './checks/binding.ts';
import { checkLocalCanonical, checkOwnUrl, noteLocalReference } from './checks/canonical.ts';
import { createCodingCheck } from './checks/coding.ts';
import { checkContained } from './checks/contained.ts';
import { checkElementId } from './checks/element-id.ts';
import { checkExtension, checkExtensionContent, type ExtensionDefinition } from './checks/extension.ts';
import { checkIdentifier } from './checks/identifier.ts';
import { checkInvariants } from './checks/invariant.ts';
import { checkProfiles } from './checks/profile.ts';
import { checkReferenceForm, checkReferenceTarget } from './checks/reference.ts';
import { baseTargets } from './checks/target.ts';
import { createUnitCheck } from './checks/unit.ts';
import { createDefiningChecks } from './defining/index.ts';
import { createReportCheck } from './measure-report/report.ts';
import { createNarrativeCheck } from './narrative/narrative.ts';
import type { ProfileContext } from './profile-context.ts';
import { checkQuestionnaire } from './questionnaire/definition.ts';
import { createResponseCheck } from './questionnaire/index.ts';
import type { ItemCheck } from './visit.ts';

export function createBaseChecks(
  context: Omit<ProfileContext, 'types'>,
  extensionDefinition: (url: string) => ExtensionDefinition | undefined,
): BaseChecks {
  const { definitions, constraints } = context;
  const { model } = definitions;
  const checkCoding = createCodingCheck(definitions);
  const defining = createDefiningChecks(definitions);
  const checkNarrative = createNarrativeCheck();
  const checkUnit = createUnitCheck();
  const isQuantity = (type: string) => type === 'Quantity' || model.isA(type, 'Quantity');
  const checkBundle = createBundleCheck(definitions);
  const checkReport = createReportCheck(definitions);
  const checkResponse = createResponseCheck(definitions, constraints, context.inCanonicalUnit);
  const isResourceType = (name: string) => model.kind(name) === 'resource';
  /** `CodeSystem.url`, not `Bundle.link.url`. */
  const isResourceUrl = (path: string) => {
    const [root = '', name, ...below] = path.split('.');
    return name === 'url' && below.length === 0 && isResourceType(root);
  };
  return {
    ofElement(element: BaseElement, type: string): ItemCheck[] {
      const { def, name } = element;
      const checks: ItemCheck[] = [];
      // A backbone element carries its invariants as a type, so that they hold where it is referred to.
      if (type !== def.path && !def.contentReference) checks.push(...checkInvariants(def, [], constraints));
      const binding = checkBaseBinding(def.binding, definitions);
      if (binding) checks.push(binding);
      if (type === 'Reference') checks.push(checkReferenceTarget(baseTargets(def), model));
      if (type === 'uri' || type === 'url') checks.push(noteLocalReference);
      if (type === 'canonical') checks.push(checkLocalCanonical);
      if (type === 'uri' && isResourceUrl(def.path)) checks.push(checkOwnUrl);
      if (type === 'xhtml') checks.push(checkNarrative);
      // Snapshot and differential name the same elements; sdf-16 and sdf-17 see to each.
      if (name === 'id' && type === 'string' && def.path !== 'ElementDefinition.id')
        checks.push(checkElementId);
      if (type === 'Extension' && (name === 'extension' || name === 'modifierExtension')) {
        checks.push(checkExtension(name === 'modifierExtension', extensionDefinition));
      }
      checks.push(...checkProfiles(def, [], context));
      return checks;
    },
    ofType(type, def): ItemCheck[] {
      const checks = checkInvariants(def, [], constraints);
      if (type === 'Reference') checks.push(checkReferenceForm(isResourceType));
      if (type === 'Extension') checks.push(checkExtensionContent);
      if (type === 'Coding') checks.push(checkCoding);
      if (type === 'Identifier') checks.push(checkIdentifier);
      if (isQuantity(type)) checks.push(checkUnit);
      if (type === 'Attachment') checks.push(checkAttachment);
      if (type === 'Bundle') checks.push(checkBundle);
      if (type === 'Bundle.entry') checks.push(checkFullUrl(isResourceType));
      if (Object.hasOwn(defining, type)) checks.push(defining[type]!);
      if (type === 'Questionnaire') checks.push(checkQuestionnaire);
      if (type === 'QuestionnaireResponse') checks.push(checkResponse);
      if (type === 'MeasureReport') checks.push(checkReport);
      if (isResourceType(type) && model.isA(type, 'DomainResource')) checks.push(checkContained);
      return checks;
    },
  };
}
