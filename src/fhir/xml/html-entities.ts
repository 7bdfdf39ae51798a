// Characters that HTML has names for and XML has not. FHIR narratives should not use the names (R4 narrative.html:
// "no support for HTML entities"), but JSON clients send them, and XML with them could not be read by anybody.

/** U+00A0 to U+00FF in order. */
const LATIN_1 =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute ' +
  'micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig ' +
  'Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash ' +
  'Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ' +
  'ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc ' +
  'uuml yacute thorn yuml';
/** U+0391 and U+03B1 on; there is no capital for the final sigma. */
const GREEK =
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigmaf sigma tau upsilon ' +
  'phi chi psi omega';
const OTHERS: Readonly<Record<string, string>> = {
  ...{ OElig: 'Œ', oelig: 'œ', Scaron: 'Š', scaron: 'š', Yuml: 'Ÿ', fnof: 'ƒ', circ: 'ˆ', tilde: '˜' },
  ...{ ensp: '\u2002', emsp: '\u2003', thinsp: '\u2009', zwnj: '\u200c', zwj: '\u200d', lrm: '\u200e' },
  ...{ rlm: '\u200f', ndash: '–', mdash: '—', lsquo: '‘', rsquo: '’', sbquo: '‚', ldquo: '“', rdquo: '”' },
  ...{ bdquo: '„', dagger: '†', Dagger: '‡', bull: '•', hellip: '…', permil: '‰', prime: '′', Prime: '″' },
  ...{ lsaquo: '‹', rsaquo: '›', oline: '‾', frasl: '⁄', euro: '€', trade: '™', larr: '←', uarr: '↑' },
  ...{ rarr: '→', darr: '↓', harr: '↔', rArr: '⇒', hArr: '⇔', minus: '−', infin: '∞', asymp: '≈', ne: '≠' },
  ...{ equiv: '≡', le: '≤', ge: '≥', radic: '√', sum: '∑', part: '∂', loz: '◊' },
};

const NAMES = new Map<string, string>([
  ...LATIN_1.split(' ').map((name, i): [string, string] => [name, String.fromCodePoint(0xa0 + i)]),
  ...GREEK.split(' ').flatMap((name, i): [string, string][] => [
    [name, String.fromCodePoint(0x3b1 + i)],
    [name[0]!.toUpperCase() + name.slice(1), String.fromCodePoint(0x391 + i)],
  ]),
  ...Object.entries(OTHERS),
]);

/** `&nbsp;` → `&#160;`; the five names of XML, and names that HTML does not know, stay. */
export function numberEntities(xhtml: string): string {
  return xhtml.replace(/&([A-Za-z][A-Za-z0-9]*);/g, (entity, name: string) => {
    const character = NAMES.get(name);
    return character === undefined ? entity : `&#${character.codePointAt(0)};`;
  });
}
