// What a profile asks of a narrative: parts that say where they come from, parts in certain languages. The extensions
// narrative-source-control and narrative-language-control.

import type { ElementDefinition } from 'fhir/r4.js';
import type { Severity } from '../../fhir/issue.ts';
import { isObject } from '../../fhir/json/tree.ts';
import type { ItemCheck, Visit } from '../visit.ts';
import { type Part, partsOf } from './parts.ts';

const CORE = 'http://hl7.org/fhir/StructureDefinition/';
const SOURCE = `${CORE}narrative-source-control`;
const LANGUAGE = `${CORE}narrative-language-control`;
const SOURCES: ReadonlySet<string> = new Set(['generated', 'boilerplate', 'original']);

/** undefined: the element asks for nothing of the kind. */
export function checkNarrativeControl(def: ElementDefinition): ItemCheck | undefined {
  const asked = (url: string) =>
    (def.extension ?? []).flatMap((extension) =>
      extension.url === url ? [extension.valueCode ?? extension.valueString ?? ''] : [],
    );
  const [level] = asked(SOURCE);
  const languages = asked(LANGUAGE);
  if (level === undefined && languages.length === 0) return undefined;
  return (value, _extra, _type, visit) => {
    const div = isObject(value) ? value.div : undefined;
    if (typeof div !== 'string') return;
    const parts = partsOf(div);
    if (level !== undefined) checkSources(parts, level, visit);
    for (const language of languages) checkLanguage(parts, language, visit);
  };
}

function checkSources(parts: readonly Part[], level: string, visit: Visit): void {
  const severity: Severity = level === 'error' || level === 'warning' ? level : 'information';
  for (const { hasContent, attributes } of parts) {
    const classes = (attributes.get('class') ?? '').split(/\s+/);
    if (!hasContent || classes.some((name) => SOURCES.has(name))) continue;
    const diagnostics = `A part of the narrative does not say where it comes from: give it the class ${[...SOURCES].join(', ')}.`;
    visit.add(severity, 'business-rule', 'narrative-control', diagnostics, 'div');
  }
}

function checkLanguage(parts: readonly Part[], asked: string, visit: Visit): void {
  const languages = new Set(
    parts.flatMap(({ name, attributes }) => (name === 'div' ? (attributes.get('xml:lang') ?? []) : [])),
  );
  const report = (severity: Severity, text: string) =>
    visit.add(severity, 'business-rule', 'narrative-control', text, 'div');
  if (asked === '_no' && languages.size > 0) {
    report('error', 'The profile allows no parts by language: leave out the div of each language.');
  } else if (asked === '_yes' && languages.size === 0) {
    report('error', 'The profile asks for parts by language: put each into a div with xml:lang.');
  }
  if (asked === '_yes' || asked === '_no') return;
  const wanted = asked === '_resource' ? visit.resource.language : asked;
  if (languages.size === 0 || typeof wanted !== 'string') {
    report(
      'warning',
      'The profile asks for a part in a language, and neither the resource nor the narrative names one.',
    );
  } else if (!languages.has(wanted)) {
    report(
      'error',
      `The profile asks for a part in ${wanted} and there are ${[...languages].join(', ')}: add it.`,
    );
  }
}
