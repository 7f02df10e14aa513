/**
 * Glyph names by code (ISO 32000-1 annex D). `@hex` sets the code of the next name, each further name has the next code.
 */
const standardNames = `
@20 space exclam quotedbl numbersign dollar percent ampersand quoteright parenleft parenright asterisk plus
comma hyphen period slash zero one two three four five six seven eight nine colon semicolon less equal greater
question at A B C D E F G H I J K L M N O P Q R S T U V W X Y Z bracketleft backslash bracketright asciicircum
underscore quoteleft a b c d e f g h i j k l m n o p q r s t u v w x y z braceleft bar braceright asciitilde
@a1 exclamdown cent sterling fraction yen florin section currency quotesingle quotedblleft guillemotleft
guilsinglleft guilsinglright fi fl @b1 endash dagger daggerdbl periodcentered @b6 paragraph bullet
quotesinglbase quotedblbase quotedblright guillemotright ellipsis perthousand @bf questiondown @c1 grave acute
circumflex tilde macron breve dotaccent dieresis @ca ring cedilla @cd hungarumlaut ogonek caron emdash @e1 AE
@e3 ordfeminine @e8 Lslash Oslash OE ordmasculine @f1 ae @f5 dotlessi @f8 lslash oslash oe germandbls
`;

const winAnsiNames = `
@20 space exclam quotedbl numbersign dollar percent ampersand quotesingle parenleft parenright asterisk plus
comma hyphen period slash zero one two three four five six seven eight nine colon semicolon less equal greater
question at A B C D E F G H I J K L M N O P Q R S T U V W X Y Z bracketleft backslash bracketright asciicircum
underscore grave a b c d e f g h i j k l m n o p q r s t u v w x y z braceleft bar braceright asciitilde
bullet Euro bullet quotesinglbase florin quotedblbase ellipsis dagger daggerdbl circumflex perthousand Scaron
guilsinglleft OE bullet Zcaron bullet bullet quoteleft quoteright quotedblleft quotedblright bullet endash
emdash tilde trademark scaron guilsinglright oe bullet zcaron Ydieresis space exclamdown cent sterling
currency yen brokenbar section dieresis copyright ordfeminine guillemotleft logicalnot hyphen registered
macron degree plusminus twosuperior threesuperior acute mu paragraph periodcentered cedilla onesuperior
ordmasculine guillemotright onequarter onehalf threequarters questiondown Agrave Aacute Acircumflex Atilde
Adieresis Aring AE Ccedilla Egrave Eacute Ecircumflex Edieresis Igrave Iacute Icircumflex Idieresis Eth Ntilde
Ograve Oacute Ocircumflex Otilde Odieresis multiply Oslash Ugrave Uacute Ucircumflex Udieresis Yacute Thorn
germandbls agrave aacute acircumflex atilde adieresis aring ae ccedilla egrave eacute ecircumflex edieresis
igrave iacute icircumflex idieresis eth ntilde ograve oacute ocircumflex otilde odieresis divide oslash ugrave
uacute ucircumflex udieresis yacute thorn ydieresis
`;

const macRomanNames = `
@20 space exclam quotedbl numbersign dollar percent ampersand quotesingle parenleft parenright asterisk plus
comma hyphen period slash zero one two three four five six seven eight nine colon semicolon less equal greater
question at A B C D E F G H I J K L M N O P Q R S T U V W X Y Z bracketleft backslash bracketright asciicircum
underscore grave a b c d e f g h i j k l m n o p q r s t u v w x y z braceleft bar braceright asciitilde @80
Adieresis Aring Ccedilla Eacute Ntilde Odieresis Udieresis aacute agrave acircumflex adieresis atilde aring
ccedilla eacute egrave ecircumflex edieresis iacute igrave icircumflex idieresis ntilde oacute ograve
ocircumflex odieresis otilde uacute ugrave ucircumflex udieresis dagger degree cent sterling section bullet
paragraph germandbls registered copyright trademark acute dieresis @ae AE Oslash @b1 plusminus @b4 yen mu @bb
ordfeminine ordmasculine @be ae oslash questiondown exclamdown logicalnot @c4 florin @c7 guillemotleft
guillemotright ellipsis space Agrave Atilde Otilde OE oe endash emdash quotedblleft quotedblright quoteleft
quoteright divide @d8 ydieresis Ydieresis fraction currency guilsinglleft guilsinglright fi fl daggerdbl
periodcentered quotesinglbase quotedblbase perthousand Acircumflex Ecircumflex Aacute Edieresis Egrave Iacute
Icircumflex Idieresis Igrave Oacute Ocircumflex @f1 Ograve Uacute Ucircumflex Ugrave dotlessi circumflex tilde
macron breve dotaccent ring cedilla hungarumlaut ogonek caron
`;

const symbolNames = `
@20 space exclam universal numbersign existential percent ampersand suchthat parenleft parenright asteriskmath
plus comma minus period slash zero one two three four five six seven eight nine colon semicolon less equal
greater question congruent Alpha Beta Chi Delta Epsilon Phi Gamma Eta Iota theta1 Kappa Lambda Mu Nu Omicron
Pi Theta Rho Sigma Tau Upsilon sigma1 Omega Xi Psi Zeta bracketleft therefore bracketright perpendicular
underscore radicalex alpha beta chi delta epsilon phi gamma eta iota phi1 kappa lambda mu nu omicron pi theta
rho sigma tau upsilon omega1 omega xi psi zeta braceleft bar braceright similar @a0 Euro Upsilon1 minute
lessequal fraction infinity florin club diamond heart spade arrowboth arrowleft arrowup arrowright arrowdown
degree plusminus second greaterequal multiply proportional partialdiff bullet divide notequal equivalence
approxequal ellipsis arrowvertex arrowhorizex carriagereturn aleph Ifraktur Rfraktur weierstrass
circlemultiply circleplus emptyset intersection union propersuperset reflexsuperset notsubset propersubset
reflexsubset element notelement angle gradient registerserif copyrightserif trademarkserif product radical
dotmath logicalnot logicaland logicalor arrowdblboth arrowdblleft arrowdblup arrowdblright arrowdbldown
lozenge angleleft registersans copyrightsans trademarksans summation parenlefttp parenleftex parenleftbt
bracketlefttp bracketleftex bracketleftbt bracelefttp braceleftmid braceleftbt braceex @f1 angleright integral
integraltp integralex integralbt parenrighttp parenrightex parenrightbt bracketrighttp bracketrightex
bracketrightbt bracerighttp bracerightmid bracerightbt
`;

const macExpertNames = `
@20 space exclamsmall Hungarumlautsmall centoldstyle dollaroldstyle dollarsuperior ampersandsmall Acutesmall
parenleftsuperior parenrightsuperior twodotenleader onedotenleader comma hyphen period fraction zerooldstyle
oneoldstyle twooldstyle threeoldstyle fouroldstyle fiveoldstyle sixoldstyle sevenoldstyle eightoldstyle
nineoldstyle colon semicolon @3d threequartersemdash @3f questionsmall @44 Ethsmall @47 onequarter onehalf
threequarters oneeighth threeeighths fiveeighths seveneighths onethird twothirds @56 ff fi fl ffi ffl
parenleftinferior @5d parenrightinferior Circumflexsmall hypheninferior Gravesmall Asmall Bsmall Csmall Dsmall
Esmall Fsmall Gsmall Hsmall Ismall Jsmall Ksmall Lsmall Msmall Nsmall Osmall Psmall Qsmall Rsmall Ssmall
Tsmall Usmall Vsmall Wsmall Xsmall Ysmall Zsmall colonmonetary onefitted rupiah Tildesmall @81 asuperior
centsuperior @87 Aacutesmall Agravesmall Acircumflexsmall Adieresissmall Atildesmall Aringsmall Ccedillasmall
Eacutesmall Egravesmall Ecircumflexsmall Edieresissmall Iacutesmall Igravesmall Icircumflexsmall
Idieresissmall Ntildesmall Oacutesmall Ogravesmall Ocircumflexsmall Odieresissmall Otildesmall Uacutesmall
Ugravesmall Ucircumflexsmall Udieresissmall @a1 eightsuperior fourinferior threeinferior sixinferior
eightinferior seveninferior Scaronsmall @a9 centinferior twoinferior @ac Dieresissmall @ae Caronsmall
osuperior fiveinferior @b2 commainferior periodinferior Yacutesmall @b6 dollarinferior @b9 Thornsmall @bb
nineinferior zeroinferior Zcaronsmall AEsmall Oslashsmall questiondownsmall oneinferior Lslashsmall @c9
Cedillasmall @cf OEsmall figuredash hyphensuperior @d6 exclamdownsmall @d8 Ydieresissmall @da onesuperior
twosuperior threesuperior foursuperior fivesuperior sixsuperior sevensuperior ninesuperior zerosuperior @e4
esuperior rsuperior tsuperior @e9 isuperior ssuperior dsuperior @f1 lsuperior Ogoneksmall Brevesmall
Macronsmall bsuperior nsuperior msuperior commasuperior periodsuperior Dotaccentsmall Ringsmall
`;

/** The encodings a font dictionary can name, and those built into the two standard symbol fonts. */
export type EncodingName = 'standard' | 'winAnsi' | 'macRoman' | 'macExpert' | 'symbol';

const written: Record<EncodingName, string> = {
  standard: standardNames,
  winAnsi: winAnsiNames,
  macRoman: macRomanNames,
  macExpert: macExpertNames,
  symbol: symbolNames,
};
const known = new Map<EncodingName, readonly (string | undefined)[]>();

/** 256 glyph names, undefined where the encoding has none. */
export function encodingNames(encoding: EncodingName): readonly (string | undefined)[] {
  let names = known.get(encoding);
  if (names === undefined) {
    const list = new Array<string | undefined>(256).fill(undefined);
    let code = 0;
    for (const word of written[encoding].trim().split(/\s+/)) {
      if (word.startsWith('@')) {
        code = Number.parseInt(word.slice(1), 16);
      } else {
        list[code] = word;
        code += 1;
      }
    }
    names = list;
    known.set(encoding, names);
  }
  return names;
}

// ZapfDingbats follows Unicode's Dingbats block with these exceptions
const dingbats: Record<number, number> = {
  37: 0x260e,
  42: 0x261b,
  43: 0x261e,
  72: 0x2605,
  108: 0x25cf,
  110: 0x25a0,
  115: 0x25b2,
  116: 0x25bc,
  117: 0x25c6,
  119: 0x25d7,
  168: 0x2663,
  169: 0x2666,
  170: 0x2665,
  171: 0x2660,
  213: 0x2192,
  214: 0x2194,
  215: 0x2195,
};

/** The character of a code of ZapfDingbats. */
export function dingbatOf(code: number): string | undefined {
  const special = dingbats[code];
  if (special !== undefined) {
    return String.fromCharCode(special);
  }
  if (code === 0x20) {
    return ' ';
  }
  if (code >= 172 && code <= 181) {
    return String.fromCharCode(0x2460 + code - 172);
  }
  if (code > 0x20 && code <= 0x7e) {
    return String.fromCharCode(0x2701 + code - 0x21);
  }
  return code >= 0xa1 && code <= 0xfe && code !== 0xf0
    ? String.fromCharCode(0x2761 + code - 0xa1)
    : undefined;
}
