// Elements, attributes and named characters of a narrative. R4 narrative.html: HTML 4.0, chapters 7 to 11 without
// section 4 of chapter 9, and 15.

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

export const ELEMENTS = words(
  'h1 h2 h3 h4 h5 h6 p div span br hr a img b i em strong small big tt sub sup ins del q blockquote cite code ' +
    'dfn kbd samp var abbr acronym address bdo pre ul ol li dl dt dd table caption col colgroup thead tbody tfoot ' +
    'tr th td map area',
);

const ANYWHERE = words(
  'title style class id lang xml:lang xml:space dir accesskey tabindex xmlns span width align valign char charoff ' +
    'abbr axis headers scope rowspan colspan cite datetime',
);

const OF_ELEMENT: Readonly<Record<string, ReadonlySet<string>>> = {
  a: words('href name charset type hreflang rel rev shape coords'),
  area: words('shape coords href nohref alt'),
  img: words('src alt border height longdesc usemap ismap'),
  map: words('name'),
  pre: words('space'),
  table: words('summary border frame rules cellspacing cellpadding'),
  td: words('nowrap'),
};

export function hasAttribute(element: string, attribute: string): boolean {
  return (
    ANYWHERE.has(attribute) || (Object.hasOwn(OF_ELEMENT, element) && OF_ELEMENT[element]!.has(attribute))
  );
}

/** HTML 4.0, chapter 24, and what XML has itself. */
export const NAMED_CHARACTERS = words(
  'quot amp apos lt gt nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn ' +
    'sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde ' +
    'Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde ' +
    'Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil ' +
    'egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave ' +
    'uacute ucirc uuml yacute thorn yuml OElig oelig Scaron scaron Yuml circ tilde ensp emsp thinsp zwnj zwj lrm rlm ' +
    'ndash mdash lsquo rsquo sbquo ldquo rdquo bdquo dagger Dagger permil lsaquo rsaquo euro fnof Alpha Beta Gamma ' +
    'Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho Sigma Tau Upsilon Phi Chi Psi Omega alpha ' +
    'beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigmaf sigma tau upsilon phi chi ' +
    'psi omega thetasym upsih piv bull hellip prime Prime oline frasl weierp image real trade alefsym larr uarr rarr ' +
    'darr harr crarr lArr uArr rArr dArr hArr forall part exist empty nabla isin notin ni prod sum minus lowast radic ' +
    'prop infin ang and or cap cup int there4 sim cong asymp ne equiv le ge sub sup nsub sube supe oplus otimes perp ' +
    'sdot lceil rceil lfloor rfloor lang rang loz spades clubs hearts diams',
);
