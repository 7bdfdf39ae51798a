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

/** What XML has itself; R4: "no support for HTML entities like &nbsp;". */
export const NAMED_CHARACTERS = words('quot amp apos lt gt');
