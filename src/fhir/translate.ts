// What issues say, in another language. The sentences stand in English where they are made; messages/ has them as
// data, one file a language, with numbered holes. A sentence is recognised by its form, and what stands in its holes
// goes into the same sentence of the other language; parts of sentences likewise. Asked only when there are issues.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Issue } from './issue.ts';

export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Message id → text with holes: `{1} occurs {2} times.` Ids that begin with `part.` are parts of sentences. */
export type Catalogue = Readonly<Record<string, string>>;

export type Translate = (issue: Issue) => Issue;

export function readCatalogue(language: Language): Catalogue {
  const file = path.join(import.meta.dirname, 'messages', `${language}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as Catalogue;
}

/**
 * The words of constraints in another language: what R4 says (`constraints.<language>.json`), and of those who write both
 * in one text, `中文 / English`, the half that is asked for.
 */
export function createConstraintWords(
  language: Exclude<Language, 'en'>,
): (english: string) => string | undefined {
  const file = path.join(import.meta.dirname, 'messages', `constraints.${language}.json`);
  const known = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  return (english) => (Object.hasOwn(known, english) ? known[english] : IN_BOTH.exec(english)?.[1]);
}

const IN_BOTH = /^(.*\p{Script=Han}.*) \/ \P{Script=Han}+$/u;

interface Form {
  id: string;
  /** What stands before, between and behind the holes. */
  pieces: string[];
  /** The numbers of the holes, in order. */
  holes: number[];
  /** Characters outside the holes: of two forms that fit, the one with more is meant. */
  fixed: number;
}

/** `words`: of what stands in a hole and is no sentence of ours. */
export function createTranslate(
  from: Catalogue,
  to: Catalogue,
  words: (text: string) => string | undefined = () => undefined,
): (text: string) => string | undefined {
  const forms = Object.entries(from).map(([id, text]) => formOf(id, text));
  forms.sort((a, b) => b.fixed - a.fixed);
  const sentences = forms.filter(({ id }) => !isPart(id));
  const parts = forms.filter(({ id }) => isPart(id));
  const inForms = (text: string, candidates: readonly Form[]): string | undefined => {
    for (const form of candidates) {
      const values = valuesIn(text, form);
      const wanted = values && to[form.id];
      if (wanted) return wanted.replace(HOLE, (_, n: string) => inner(values.get(Number(n)) ?? ''));
    }
    return undefined;
  };
  const inner = (text: string): string =>
    inForms(text, parts) ?? inForms(text, sentences) ?? words(text) ?? text;
  return (text) => inForms(text, sentences);
}

const HOLE = /\{(\d+)\}/g;

function isPart(id: string): boolean {
  return id.startsWith('part.');
}

function formOf(id: string, text: string): Form {
  const parts = text.split(HOLE);
  const pieces = parts.filter((_, i) => i % 2 === 0);
  const holes = parts.filter((_, i) => i % 2 === 1).map(Number);
  return { id, pieces, holes, fixed: pieces.join('').length };
}

/** What stands in the holes when the text has the form: as little as may be in each but the last. */
function valuesIn(text: string, { pieces, holes }: Form): Map<number, string> | undefined {
  const [first = ''] = pieces;
  const last = pieces.at(-1)!;
  if (holes.length === 0) return text === first ? new Map() : undefined;
  const end = text.length - last.length;
  let at = first.length;
  if (at > end || !text.startsWith(first) || !text.endsWith(last)) return undefined;
  const values = new Map<number, string>();
  for (let i = 0; i < holes.length - 1; i++) {
    const piece = pieces[i + 1]!;
    const next = text.indexOf(piece, at);
    if (next < 0 || next + piece.length > end) return undefined;
    values.set(holes[i]!, text.slice(at, next));
    at = next + piece.length;
  }
  return values.set(holes.at(-1)!, text.slice(at, end));
}

/** Longer texts are data rather than sentences: they are left as they are. */
const TEXT_MAX = 2_000;

/** undefined for English, in which issues are made. Catalogues are read when a language is first asked for. */
export function createTranslations(): (language: Language) => Translate | undefined {
  const made = new Map<Language, Translate>();
  return (language) => {
    if (language === 'en') return undefined;
    let translate = made.get(language);
    if (!translate) {
      const to = readCatalogue(language);
      const words = createConstraintWords(language);
      const translated = createTranslate(readCatalogue('en'), to, words);
      translate = (issue) => {
        const { diagnostics, code, rule } = issue;
        if (diagnostics.length > TEXT_MAX) return issue;
        const text = translated(diagnostics);
        if (text !== undefined) return { ...issue, diagnostics: text };
        const frame = code === 'invariant' && rule !== undefined ? to['part.constraint'] : undefined;
        return frame
          ? {
              ...issue,
              diagnostics: frame
                .replace('{1}', () => rule!)
                .replace('{2}', () => words(diagnostics) ?? diagnostics),
            }
          : issue;
      };
      made.set(language, translate);
    }
    return translate;
  };
}

/** The language of Accept-Language that is spoken here and most wanted; English when there is none. RFC 9110 12.5.4. */
export function languageOf(accept: string | undefined): Language {
  if (accept === undefined || accept === '') return 'en';
  const ranges = accept.split(',').map((range) => {
    const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
    const q = parameters
      .map((one) => /^\s*q\s*=\s*([\d.]+)\s*$/.exec(one)?.[1])
      .find((one) => one !== undefined);
    return { tag: tag.split('-', 1)[0]!, quality: q === undefined ? 1 : Number(q) };
  });
  const wanted = ranges.filter(({ quality }) => quality > 0).sort((a, b) => b.quality - a.quality);
  for (const { tag } of wanted) {
    const spoken = LANGUAGES.find((language) => language === tag);
    if (spoken) return spoken;
    if (tag === '*') return 'en';
  }
  return 'en';
}
