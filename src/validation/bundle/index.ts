// The checks of a Bundle as a whole, by its type. R4 bundle.html.

import type { Definitions } from '../../conformance/definitions.ts';
import { isObject } from '../../fhir/json/tree.ts';
import type { ItemCheck } from '../visit.ts';
import { checkLinked } from './linked.ts';
import { checkLinks } from './links.ts';
import { checkSearchset } from './searchset.ts';
import { checkStylesheets } from './stylesheets.ts';

export function createBundleCheck(definitions: Definitions): ItemCheck {
  const isResourceType = (name: string) => definitions.model.kind(name) === 'resource';
  const isKnown = (url: string) =>
    definitions.structure(url) !== undefined ||
    definitions.valueSet(url) !== undefined ||
    definitions.codeSystem(url) !== undefined ||
    definitions.questionnaire(url) !== undefined;
  return (bundle, _extra, _type, visit) => {
    if (!isObject(bundle)) return;
    checkLinks(bundle, visit);
    if (bundle.type === 'searchset') checkSearchset(bundle, isResourceType, visit);
    else if (bundle.type === 'document') {
      checkStylesheets(bundle, visit);
      checkLinked(bundle, isKnown, visit);
    } else if (bundle.type === 'message') checkLinked(bundle, isKnown, visit);
  };
}
