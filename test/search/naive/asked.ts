// A criterion before it is written as text, so that the judge needs no parser, and how it is written.
// R4 search.html#escaping.

export type Prefix = '' | 'eq' | 'ne' | 'gt' | 'lt' | 'ge' | 'le' | 'sa' | 'eb';

export type Asked =
  | { kind: 'text'; text: string }
  /** system undefined: any; '': none. code undefined: any. */
  | { kind: 'token'; system?: string; code?: string }
  | { kind: 'of-type'; system: string; code: string; value: string }
  | { kind: 'date'; prefix: Prefix; text: string }
  | { kind: 'number'; prefix: Prefix; text: string }
  | { kind: 'quantity'; prefix: Prefix; text: string; system?: string; code?: string }
  | { kind: 'reference'; type?: string; id?: string; version?: string; url?: string; absolute?: boolean }
  | { kind: 'composite'; parts: Asked[] };

export type Step =
  | { kind: 'chain'; code: string; type?: string; target: string }
  | { kind: 'has'; type: string; code: string };

export interface Criterion {
  steps: Step[];
  /** The type at the end of the steps. */
  type: string;
  code: string;
  modifier?: string;
  /** Any of them; of :missing nothing but `isMissing`. */
  alternatives: Asked[];
  isMissing?: boolean;
}

export function nameOf({ steps, code, modifier }: Criterion): string {
  const before = steps.map((step) =>
    step.kind === 'has'
      ? `_has:${step.type}:${step.code}:`
      : `${step.code}${step.type === undefined ? '' : `:${step.type}`}.`,
  );
  return `${before.join('')}${code}${modifier === undefined ? '' : `:${modifier}`}`;
}

export function writtenOf(
  { alternatives, isMissing }: Pick<Criterion, 'alternatives' | 'isMissing'>,
  base: string,
): string {
  return isMissing !== undefined ? String(isMissing) : alternatives.map((one) => textOf(one, base)).join(',');
}

function textOf(asked: Asked, base: string): string {
  switch (asked.kind) {
    case 'text':
      return escaped(asked.text);
    case 'token': {
      const code = escaped(asked.code ?? '');
      return asked.system === undefined ? code : `${escaped(asked.system)}|${code}`;
    }
    case 'of-type':
      return [asked.system, asked.code, asked.value].map(escaped).join('|');
    case 'date':
    case 'number':
      return asked.prefix + asked.text;
    case 'quantity': {
      const { prefix, text, system, code } = asked;
      if (system === undefined && code === undefined) return prefix + text;
      return `${prefix}${text}|${escaped(system ?? '')}|${escaped(code ?? '')}`;
    }
    case 'reference': {
      if (asked.url !== undefined)
        return escaped(asked.url) + (asked.version === undefined ? '' : `|${asked.version}`);
      const place = asked.type === undefined ? asked.id! : `${asked.type}/${asked.id}`;
      const versioned = asked.version === undefined ? place : `${place}/_history/${asked.version}`;
      return asked.absolute ? `${base}/${versioned}` : versioned;
    }
    case 'composite':
      return asked.parts.map((part) => textOf(part, base)).join('$');
  }
}

function escaped(text: string): string {
  return text.replace(/[\\,|$]/g, '\\$&');
}
