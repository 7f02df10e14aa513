/** Advance widths of the standard 14 fonts in thousandths (facts of Adobe's published font metrics). */

const names = `
A AE Aacute Acircumflex Adieresis Agrave Aring Atilde B C Ccedilla D E Eacute Ecircumflex Edieresis Egrave Eth
Euro F G H I Iacute Icircumflex Idieresis Igrave J K L Lslash M N Ntilde O OE Oacute Ocircumflex Odieresis
Ograve Oslash Otilde P Q R S Scaron T Thorn U Uacute Ucircumflex Udieresis Ugrave V W X Y Yacute Ydieresis Z
Zcaron a aacute acircumflex acute adieresis ae agrave ampersand aring asciicircum asciitilde asterisk at
atilde b backslash bar braceleft braceright bracketleft bracketright breve brokenbar bullet c caron ccedilla
cedilla cent circumflex colon comma copyright currency d dagger daggerdbl degree dieresis divide dollar
dotaccent dotlessi e eacute ecircumflex edieresis egrave eight ellipsis emdash endash equal eth exclam
exclamdown f fi five fl florin four fraction g germandbls grave greater guillemotleft guillemotright
guilsinglleft guilsinglright h hungarumlaut hyphen i iacute icircumflex idieresis igrave j k l less logicalnot
lslash m macron minus mu multiply n nine ntilde numbersign o oacute ocircumflex odieresis oe ogonek ograve one
onehalf onequarter onesuperior ordfeminine ordmasculine oslash otilde p paragraph parenleft parenright percent
period periodcentered perthousand plus plusminus q question questiondown quotedbl quotedblbase quotedblleft
quotedblright quoteleft quoteright quotesinglbase quotesingle r registered ring s scaron section semicolon
seven six slash space sterling t thorn three threequarters threesuperior tilde trademark two twosuperior u
uacute ucircumflex udieresis ugrave underscore v w x y yacute ydieresis yen z zcaron zero
`;

const widths = {
  sans: `
667 1000 667 667 667 667 667 667 667 722 722 722 667 667 667 667 667 722 556 611 778 722 278 278 278 278 278
500 667 556 556 833 722 722 778 1000 778 778 778 778 778 778 667 778 722 667 667 611 667 722 722 722 722 722
667 944 667 667 667 667 611 611 556 556 556 333 556 889 556 667 556 469 584 389 1015 556 556 278 260 334 334
278 278 333 260 350 500 333 500 333 556 333 278 278 737 556 556 556 556 400 333 584 556 333 278 556 556 556
556 556 556 1000 1000 556 584 556 278 333 278 500 556 500 556 556 167 556 611 333 584 556 556 333 333 556 333
333 222 278 278 278 278 222 500 222 584 584 222 833 333 584 556 584 556 556 556 556 556 556 556 556 944 333
556 556 834 834 333 370 365 611 556 556 537 333 333 889 278 278 1000 584 584 556 556 611 355 333 333 333 222
222 222 191 333 737 333 500 500 556 278 556 556 278 278 556 278 556 556 834 333 333 1000 556 333 556 556 556
556 556 556 500 722 500 500 500 500 556 500 500 556
`,
  sansBold: `
722 1000 722 722 722 722 722 722 722 722 722 722 667 667 667 667 667 722 556 611 778 722 278 278 278 278 278
556 722 611 611 833 722 722 778 1000 778 778 778 778 778 778 667 778 722 667 667 611 667 722 722 722 722 722
667 944 667 667 667 667 611 611 556 556 556 333 556 889 556 722 556 584 584 389 975 556 611 278 280 389 389
333 333 333 280 350 556 333 556 333 556 333 333 278 737 556 611 556 556 400 333 584 556 333 278 556 556 556
556 556 556 1000 1000 556 584 611 333 333 333 611 556 611 556 556 167 611 611 333 584 556 556 333 333 611 333
333 278 278 278 278 278 278 556 278 584 584 278 889 333 584 611 584 611 556 611 556 611 611 611 611 944 333
611 556 834 834 333 370 365 611 611 611 556 333 333 889 278 278 1000 584 584 611 611 611 474 500 500 500 278
278 278 238 389 737 333 556 556 556 333 556 556 278 278 556 333 611 556 834 333 333 1000 556 333 611 611 611
611 611 556 556 778 556 556 556 556 556 500 500 556
`,
  roman: `
722 889 722 722 722 722 722 722 667 667 667 722 611 611 611 611 611 722 500 556 722 722 333 333 333 333 333
389 722 611 611 889 722 722 722 889 722 722 722 722 722 722 556 722 667 556 556 611 556 722 722 722 722 722
722 944 722 722 722 722 611 611 444 444 444 333 444 667 444 778 444 469 541 500 921 444 500 278 200 480 480
333 333 333 200 350 444 333 444 333 500 333 278 250 760 500 500 500 500 400 333 564 500 333 278 444 444 444
444 444 500 1000 1000 500 564 500 333 333 333 556 500 556 500 500 167 500 500 333 564 500 500 333 333 500 333
333 278 278 278 278 278 278 500 278 564 564 278 778 333 564 500 564 500 500 500 500 500 500 500 500 722 333
500 500 750 750 300 276 310 500 500 500 453 333 333 833 250 250 1000 564 564 500 444 444 408 444 444 444 333
333 333 180 333 760 333 389 389 500 278 500 500 278 250 500 278 500 500 750 300 333 980 500 300 500 500 500
500 500 500 500 722 500 500 500 500 500 444 444 500
`,
  romanBold: `
722 1000 722 722 722 722 722 722 667 722 722 722 667 667 667 667 667 722 500 611 778 778 389 389 389 389 389
500 778 667 667 944 722 722 778 1000 778 778 778 778 778 778 611 778 722 556 556 667 611 722 722 722 722 722
722 1000 722 722 722 722 667 667 500 500 500 333 500 722 500 833 500 581 520 500 930 500 556 278 220 394 394
333 333 333 220 350 444 333 444 333 500 333 333 250 747 500 556 500 500 400 333 570 500 333 278 444 444 444
444 444 500 1000 1000 500 570 500 333 333 333 556 500 556 500 500 167 500 556 333 570 500 500 333 333 556 333
333 278 278 278 278 278 333 556 278 570 570 278 833 333 570 556 570 556 500 556 500 500 500 500 500 722 333
500 500 750 750 300 300 330 500 500 556 540 333 333 1000 250 250 1000 570 570 556 500 500 555 500 500 500 333
333 333 278 444 747 333 389 389 500 333 500 500 278 250 500 333 556 500 750 300 333 1000 500 300 556 556 556
556 556 500 500 722 500 500 500 500 500 444 444 500
`,
  romanItalic: `
611 889 611 611 611 611 611 611 611 667 667 722 611 611 611 611 611 722 500 611 722 722 333 333 333 333 333
444 667 556 556 833 667 667 722 944 722 722 722 722 722 722 611 722 611 500 500 556 611 722 722 722 722 722
611 833 611 556 556 556 556 556 500 500 500 333 500 667 500 778 500 422 541 500 920 500 500 278 275 400 400
389 389 333 275 350 444 333 444 333 500 333 333 250 760 500 500 500 500 400 333 675 500 333 278 444 444 444
444 444 500 889 889 500 675 500 333 389 278 500 500 500 500 500 167 500 500 333 675 500 500 333 333 500 333
333 278 278 278 278 278 278 444 278 675 675 278 722 333 675 500 675 500 500 500 500 500 500 500 500 667 333
500 500 750 750 300 276 310 500 500 500 523 333 333 833 250 250 1000 675 675 500 500 500 420 556 556 556 333
333 333 214 389 760 333 389 389 500 333 500 500 278 250 500 278 500 500 750 300 333 980 500 300 500 500 500
500 500 500 444 667 444 444 444 444 500 389 389 500
`,
  romanBoldItalic: `
667 944 667 667 667 667 667 667 667 667 667 722 667 667 667 667 667 722 500 667 722 778 389 389 389 389 389
500 667 611 611 889 722 722 722 944 722 722 722 722 722 722 611 722 667 556 556 611 611 722 722 722 722 722
667 889 667 611 611 611 611 611 500 500 500 333 500 722 500 778 500 570 570 500 832 500 500 278 220 348 348
333 333 333 220 350 444 333 444 333 500 333 333 250 747 500 500 500 500 400 333 570 500 333 278 444 444 444
444 444 500 1000 1000 500 570 500 389 389 333 556 500 556 500 500 167 500 500 333 570 500 500 333 333 556 333
333 278 278 278 278 278 278 500 278 570 606 278 778 333 606 576 570 556 500 556 500 500 500 500 500 722 333
500 500 750 750 300 266 300 500 500 500 500 333 333 833 250 250 1000 570 570 500 500 500 555 500 500 500 333
333 333 278 389 747 333 389 389 500 333 500 500 278 250 500 278 500 500 750 300 333 1000 500 300 556 556 556
556 556 500 444 667 500 444 444 444 500 389 389 500
`,
};

const symbolWidths = `
Alpha:722 Beta:667 Chi:722 Delta:612 Epsilon:611 Eta:722 Euro:750 Gamma:603 Ifraktur:686 Iota:333 Kappa:722
Lambda:686 Mu:889 Nu:722 Omega:768 Omicron:722 Phi:763 Pi:768 Psi:795 Rfraktur:795 Rho:556 Sigma:592 Tau:611
Theta:741 Upsilon:690 Upsilon1:620 Xi:645 Zeta:611 aleph:823 alpha:631 ampersand:778 angle:768 angleleft:329
angleright:329 apple:790 approxequal:549 arrowboth:1042 arrowdblboth:1042 arrowdbldown:603 arrowdblleft:987
arrowdblright:987 arrowdblup:603 arrowdown:603 arrowhorizex:1000 arrowleft:987 arrowright:987 arrowup:603
arrowvertex:603 asteriskmath:500 bar:200 beta:549 braceex:494 braceleft:480 braceleftbt:494 braceleftmid:494
bracelefttp:494 braceright:480 bracerightbt:494 bracerightmid:494 bracerighttp:494 bracketleft:333
bracketleftbt:384 bracketleftex:384 bracketlefttp:384 bracketright:333 bracketrightbt:384 bracketrightex:384
bracketrighttp:384 bullet:460 carriagereturn:658 chi:549 circlemultiply:768 circleplus:768 club:753 colon:278
comma:250 congruent:549 copyrightsans:790 copyrightserif:790 degree:400 delta:494 diamond:753 divide:549
dotmath:250 eight:500 element:713 ellipsis:1000 emptyset:823 epsilon:439 equal:549 equivalence:549 eta:603
exclam:333 existential:549 five:500 florin:500 four:500 fraction:167 gamma:411 gradient:713 greater:549
greaterequal:549 heart:753 infinity:713 integral:274 integralbt:686 integralex:686 integraltp:686
intersection:768 iota:329 kappa:549 lambda:549 less:549 lessequal:549 logicaland:603 logicalnot:713
logicalor:603 lozenge:494 minus:549 minute:247 mu:576 multiply:549 nine:500 notelement:713 notequal:549
notsubset:713 nu:521 numbersign:500 omega:686 omega1:713 omicron:549 one:500 parenleft:333 parenleftbt:384
parenleftex:384 parenlefttp:384 parenright:333 parenrightbt:384 parenrightex:384 parenrighttp:384
partialdiff:494 percent:833 period:250 perpendicular:658 phi:521 phi1:603 pi:549 plus:549 plusminus:549
product:823 propersubset:713 propersuperset:713 proportional:713 psi:686 question:444 radical:549
radicalex:500 reflexsubset:713 reflexsuperset:713 registersans:790 registerserif:790 rho:549 second:411
semicolon:278 seven:500 sigma:603 sigma1:439 similar:549 six:500 slash:278 space:250 spade:753 suchthat:439
summation:713 tau:439 therefore:863 theta:521 theta1:631 three:500 trademarksans:786 trademarkserif:890
two:500 underscore:500 union:768 universal:713 upsilon:576 weierstrass:987 xi:493 zero:500 zeta:494
`;

// by code, from 0x20
const dingbatWidths = `
278 974 961 974 980 719 789 790 791 690 960 939 549 855 911 933 911 945 974 755 846 762 761 571 677 763 760
759 754 494 552 537 577 692 786 788 788 790 793 794 816 823 789 841 823 833 816 831 923 744 723 749 790 792
695 776 768 792 759 707 708 682 701 826 815 789 789 707 687 696 689 786 787 713 791 785 791 873 761 762 762
759 759 892 892 788 784 438 138 277 415 392 392 668 668 0 390 390 317 317 276 276 509 509 410 410 234 234 334
334 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 732 544 544 910 667 760 760 776 595 694 626 788 788 788 788 788 788
788 788 788 788 788 788 788 788 788 788 788 788 788 788 788 788 788 788 788 788 788 788 788 788 788 788 788
788 788 788 788 788 788 788 894 838 1016 458 748 924 748 918 927 928 928 834 873 828 924 924 917 930 931 463
883 836 836 867 867 696 696 874 0 874 760 946 771 865 771 888 967 888 831 873 927 970 918 0
`;

type Face = keyof typeof widths;

const tables = new Map<string, ReadonlyMap<string, number>>();

function table(key: string, make: () => Map<string, number>): ReadonlyMap<string, number> {
  let made = tables.get(key);
  if (made === undefined) {
    made = make();
    tables.set(key, made);
  }
  return made;
}

function tableOf(face: Face): ReadonlyMap<string, number> {
  return table(face, () => {
    const values = widths[face].trim().split(/\s+/);
    return new Map(
      names
        .trim()
        .split(/\s+/)
        .map((name, i) => [name, Number(values[i])] as const),
    );
  });
}

/** Advance of a glyph, by its name and (ZapfDingbats) its code. */
export type StandardWidth = (name: string | undefined, code: number) => number | undefined;

/**
 * Widths of the standard font a name stands for, `Arial`, `TimesNewRoman` and `CourierNew` included; undefined for
 * every other name.
 */
export function standardWidths(fontName: string): StandardWidth | undefined {
  const plain = fontName.replace(/[\s,_-]/g, '').toLowerCase();
  const bold = plain.includes('bold');
  const italic = plain.includes('italic') || plain.includes('oblique');
  if (/^courier/.test(plain)) {
    return () => 600;
  }
  if (/^(helvetica|arial)(ps)?(mt)?(bold|oblique|italic|mt|$)/.test(plain)) {
    const face = tableOf(bold ? 'sansBold' : 'sans');
    return (name) => (name === undefined ? undefined : face.get(name));
  }
  if (/^times/.test(plain)) {
    const face = tableOf(
      bold ? (italic ? 'romanBoldItalic' : 'romanBold') : italic ? 'romanItalic' : 'roman',
    );
    return (name) => (name === undefined ? undefined : face.get(name));
  }
  if (/^symbol/.test(plain)) {
    const face = table(
      'symbol',
      () =>
        new Map(
          symbolWidths
            .trim()
            .split(/\s+/)
            .map((pair) => [pair.split(':')[0] as string, Number(pair.split(':')[1])]),
        ),
    );
    return (name) => (name === undefined ? undefined : face.get(name));
  }
  if (/^zapfdingbats/.test(plain)) {
    const list = dingbatWidths.trim().split(/\s+/).map(Number);
    return (_name, code) => list[code - 0x20];
  }
  return undefined;
}
