// A kind of search parameter: how its values are indexed and how it is asked for. R4 search.html#ptypes.
// index.ts beside it is the table of all kinds.

import type { Definitions, SearchParameterDefinition } from '../../conformance/definitions.ts';
import type { Expander } from '../../conformance/terminology/expand.ts';
import type { Located } from '../../fhir/path/compile.ts';
import type { LocalBases } from '../../fhir/reference.ts';
import type { TimeZone } from '../../fhir/time-zone.ts';
import type { EntryValue, SimpleValue } from '../../storage/index-entry.ts';
import type { SimpleMatch, Where } from '../../storage/query.ts';
import type { Pinyin } from '../pinyin/pinyin.ts';
import type { Shelf } from '../shelf.ts';
import type { Units } from '../units/canonical.ts';

/** What indexing needs besides the resource. */
export interface IndexScope {
  definitions: Definitions;
  /** For dates that say no offset. */
  zone: TimeZone;
  local: LocalBases;
  /** The resource that is indexed: some paths look back at it. */
  resource: object;
  /** Types of the resources that it contains, by their id. */
  contained: ReadonlyMap<string, string>;
  units: Units;
  pinyin: Pinyin;
}

/** What asking needs besides the value. */
export interface AskScope {
  definitions: Definitions;
  zone: TimeZone;
  local: LocalBases;
  /** Milliseconds since 1970: `ap` on dates is a tenth of the way to now. */
  now: number;
  units: Units;
  /** See SearchContext. */
  percentBuilt?(definition: SearchParameterDefinition): number | undefined;
  /** Counts one step along a reference; throws FhirError 400 when one request takes too many. */
  takeStep(): void;
  /** Stored resources that a question is made of: value sets, code systems, lists. */
  shelf: Shelf;
  /** Works out value sets and code hierarchies, each once for the whole question. */
  expander: Expander;
  /** The answer decides about a write: it is judged again inside the commit, where nothing may take long. */
  decidesWrite: boolean;
}

/**
 * Takes one value. `suffix` makes an entry of `<param>:text`, `<param>:identifier` or `<param>:of-type`, what stands
 * behind those modifiers, of `<param>:ucum`, the value before it in its canonical unit, or of `<param>:typed`.
 */
export type Emit<V extends EntryValue = SimpleValue> = (
  value: V,
  suffix?: ':text' | ':identifier' | ':of-type' | ':ucum' | ':typed',
) => void;

export interface SearchType {
  /** Hands over what is findable about one value; nothing for a value of another shape. */
  index(
    located: Located,
    definition: SearchParameterDefinition,
    scope: IndexScope,
    emit: Emit<EntryValue>,
  ): void;
  /** Modifiers besides :missing, for messages. */
  modifiers: readonly string[];
  /**
   * One alternative (there is no unescaped comma in it). Throws FhirError 400 for a value or a modifier that
   * does not fit. :missing is dealt with before.
   */
  parse(
    text: string,
    modifier: string | undefined,
    definition: SearchParameterDefinition,
    scope: AskScope,
  ): Where;
}

/** A kind that can be part of a composite: its plain form as matches, any of which will do. */
export interface SimpleType extends SearchType {
  index(
    located: Located,
    definition: SearchParameterDefinition,
    scope: IndexScope,
    emit: Emit<SimpleValue>,
  ): void;
  matches(text: string, definition: SearchParameterDefinition, scope: AskScope): SimpleMatch[];
}
