// One text judged: read, validated, and each issue with its place in the file.

import type { TypeModel } from '../../fhir/elements.ts';
import { FhirError } from '../../fhir/error.ts';
import type { Issue } from '../../fhir/issue.ts';
import type { NumberSources } from '../../fhir/json/numbers.ts';
import { decodeUtf8, parseJson } from '../../fhir/json/parse.ts';
import type { Resource } from '../../fhir/json/tree.ts';
import { withPlaces } from '../../fhir/source/places.ts';
import type { Translate } from '../../fhir/translate.ts';
import { readXml } from '../../fhir/xml/read.ts';
import { resourceBody } from '../../interactions/body.ts';
import type { Text } from './read.ts';

export interface Judged {
  file: string;
  /** The line at which the text begins, 1-based. */
  line: number;
  /** `Patient/p1`, as far as it could be read. */
  resource?: string;
  issues: Issue[];
}

export interface Judge {
  validator: {
    validate(
      resource: Resource,
      options: { numbers: NumberSources; profiles: string[] },
    ): { issues: Issue[] };
  };
  model: TypeModel;
  /** Canonical URLs of profiles to satisfy beside those that a resource claims. */
  profiles: string[];
  translate: Translate | undefined;
}

export function judgeText({ file, format, bytes, linesBefore }: Text, judge: Judge): Judged {
  const { validator, model, profiles, translate } = judge;
  const inFile = (issues: Issue[]) =>
    issues.map((issue) => {
      const told = translate?.(issue) ?? issue;
      return told.line === undefined ? told : { ...told, line: told.line + linesBefore };
    });
  const line = linesBefore + 1;
  try {
    const text = decodeUtf8(bytes);
    const { resource, numbers } = resourceBody(format === 'xml' ? readXml(text, model) : parseJson(text));
    const { issues } = validator.validate(resource, { numbers, profiles });
    const name = `${resource.resourceType}${typeof resource.id === 'string' ? `/${resource.id}` : ''}`;
    return { file, line, resource: name, issues: inFile(withPlaces(issues, { format, text: () => text })) };
  } catch (error) {
    if (!(error instanceof FhirError)) throw error;
    return { file, line, issues: inFile(error.issues) };
  }
}
