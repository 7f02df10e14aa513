/**
 * Glyph names and the characters they stand for: Latin, Greek, Cyrillic, punctuation, arrows, mathematics and shapes
 * (facts of the Adobe Glyph List, published by Adobe under BSD-3-Clause). `@hex` sets the code point of the next name,
 * each further name has the next code point; names of one character are joined by commas, the usual one first.
 */
export const adobeGlyphList = `
@2002 enspace @200b zerowidthspace afii61664,zerowidthnonjoiner afii301 afii299 afii300 hyphentwo
@2012 figuredash endash emdash afii00208,horizontalbar dblverticalbar underscoredbl,dbllowline
quoteleft quoteright quotesinglbase quotereversed,quoteleftreversed quotedblleft quotedblright
quotedblbase @2020 dagger daggerdbl bullet @2024 onedotenleader twodotenleader,twodotleader ellipsis
@202c afii61573 afii61574 afii61575 @2030 perthousand @2032 minute second @2035 primereversed @2039
guilsinglleft guilsinglright referencemark exclamdbl @203e overline @2042 asterism @2044 fraction
@2070 zerosuperior @2074 foursuperior fivesuperior sixsuperior sevensuperior eightsuperior
ninesuperior plussuperior @207c equalsuperior parenleftsuperior parenrightsuperior nsuperior
zeroinferior oneinferior twoinferior threeinferior fourinferior fiveinferior sixinferior
seveninferior eightinferior nineinferior @208d parenleftinferior parenrightinferior @20a1
colonmonetary,colonsign cruzeiro franc lira,afii08941 @20a7 peseta @20a9 won
afii57636,newsheqelsign,sheqel,sheqelhebrew dong Euro,euro @2103 centigrade @2105 afii61248,careof
@2109 fahrenheit @2111 Ifraktur @2113 afii61289,lsquare @2116 afii61352,numero @2118 weierstrass
@211c Rfraktur @211e prescription @2121 telephone trademark @2126 Omega,Ohm @212b angstrom @212e
estimated @2135 aleph @2153 onethird twothirds @215b oneeighth threeeighths fiveeighths seveneighths
@2160 Oneroman Tworoman Threeroman Fourroman Fiveroman Sixroman Sevenroman Eightroman Nineroman
Tenroman Elevenroman Twelveroman @2170 oneroman tworoman threeroman fourroman fiveroman sixroman
sevenroman eightroman nineroman tenroman elevenroman twelveroman @2190 arrowleft arrowup arrowright
arrowdown arrowboth arrowupdn arrowupleft arrowupright arrowdownright arrowdownleft @21a8
arrowupdnbse,arrowupdownbase @21b5 carriagereturn @21bc harpoonleftbarbup @21c0 harpoonrightbarbup
@21c4 arrowrightoverleft arrowupleftofdown arrowleftoverright @21cd arrowleftdblstroke @21cf
arrowrightdblstroke arrowdblleft,arrowleftdbl arrowdblup arrowdblright,dblarrowright arrowdbldown
arrowdblboth,dblarrowleft @21de pageup pagedown arrowdashleft arrowdashup arrowdashright
arrowdashdown arrowtableft arrowtabright arrowleftwhite arrowupwhite arrowrightwhite arrowdownwhite
capslock @2200 universal,forall @2202 partialdiff existential,thereexists @2205 emptyset
Delta,increment gradient,nabla element notelement,notelementof @220b suchthat notcontains @220f
product @2211 summation minus minusplus @2215 divisionslash @2217 asteriskmath @2219 bulletoperator
radical @221d proportional infinity orthogonal,rightangle angle @2223 divides @2225 parallel
notparallel logicaland logicalor intersection union integral dblintegral @222e contourintegral @2234
therefore because ratio proportion @223c similar,tildeoperator reversedtilde @2243
asymptoticallyequal @2245 congruent,approximatelyequal @2248 approxequal @224c allequal @2250
approaches geometricallyequal approxequalorimage imageorapproximatelyequal @2260 notequal
equivalence notidentical @2264 lessequal greaterequal lessoverequal greateroverequal @226a muchless
muchgreater @226e notless notgreater notlessnorequal notgreaternorequal lessorequivalent
greaterorequivalent @2276 lessorgreater greaterorless @2279 notgreaternorless precedes succeeds
@2280 notprecedes notsucceeds propersubset,subset propersuperset,superset notsubset notsuperset
reflexsubset,subsetorequal reflexsuperset,supersetorequal @228a subsetnotequal supersetnotequal
@2295 circleplus,pluscircle minuscircle circlemultiply,timescircle @2299 circleot @22a3 tackleft
tackdown perpendicular @22bf righttriangle @22c5 dotmath @22ce curlyor curlyand @22da
lessequalorgreater greaterequalorless @22ee ellipsisvertical @2302 house control @2305 projective
@2310 revlogicalnot,logicalnotreversed @2312 arc @2318 propellor @2320 integraltp,integraltop
integralbt,integralbottom @2325 option deleteright clear @2329 angleleft angleright deleteleft @2423
blank @2460 onecircle twocircle threecircle fourcircle fivecircle sixcircle sevencircle eightcircle
ninecircle tencircle elevencircle twelvecircle thirteencircle fourteencircle fifteencircle
sixteencircle seventeencircle eighteencircle nineteencircle twentycircle oneparen twoparen
threeparen fourparen fiveparen sixparen sevenparen eightparen nineparen tenparen elevenparen
twelveparen thirteenparen fourteenparen fifteenparen sixteenparen seventeenparen eighteenparen
nineteenparen twentyparen oneperiod twoperiod threeperiod fourperiod fiveperiod sixperiod
sevenperiod eightperiod nineperiod tenperiod elevenperiod twelveperiod thirteenperiod fourteenperiod
fifteenperiod sixteenperiod seventeenperiod eighteenperiod nineteenperiod twentyperiod aparen bparen
cparen dparen eparen fparen gparen hparen iparen jparen kparen lparen mparen nparen oparen pparen
qparen rparen sparen tparen uparen vparen wparen xparen yparen zparen Acircle Bcircle Ccircle
Dcircle Ecircle Fcircle Gcircle Hcircle Icircle Jcircle Kcircle Lcircle Mcircle Ncircle Ocircle
Pcircle Qcircle Rcircle Scircle Tcircle Ucircle Vcircle Wcircle Xcircle Ycircle Zcircle acircle
bcircle ccircle dcircle ecircle fcircle gcircle hcircle icircle jcircle kcircle lcircle mcircle
ncircle ocircle pcircle qcircle rcircle scircle tcircle ucircle vcircle wcircle xcircle ycircle
zcircle @2500 SF100000 @2502 SF110000 @250c SF010000 @2510 SF030000 @2514 SF020000 @2518 SF040000
@251c SF080000 @2524 SF090000 @252c SF060000 @2534 SF070000 @253c SF050000 @2550 SF430000 SF240000
SF510000 SF520000 SF390000 SF220000 SF210000 SF250000 SF500000 SF490000 SF380000 SF280000 SF270000
SF260000 SF360000 SF370000 SF420000 SF190000 SF200000 SF230000 SF470000 SF480000 SF410000 SF450000
SF460000 SF400000 SF540000 SF530000 SF440000 @2580 upblock @2584 dnblock @2588 block @258c lfblock
@2590 rtblock ltshade,shadelight shade,shademedium dkshade,shadedark @25a0 filledbox,blacksquare
H22073,whitesquare @25a3 squarewhitewithsmallblack squarehorizontalfill squareverticalfill
squareorthogonalcrosshatchfill squareupperlefttolowerrightfill squareupperrighttolowerleftfill
squarediagonalcrosshatchfill H18543,blacksmallsquare H18551,whitesmallsquare
filledrect,blackrectangle @25b2 triagup,blackuppointingtriangle whiteuppointingtriangle
blackuppointingsmalltriangle whiteuppointingsmalltriangle blackrightpointingtriangle
whiterightpointingtriangle @25b9 whiterightpointingsmalltriangle triagrt,blackrightpointingpointer
@25bc triagdn,blackdownpointingtriangle whitedownpointingtriangle @25bf
whitedownpointingsmalltriangle blackleftpointingtriangle whiteleftpointingtriangle @25c3
whiteleftpointingsmalltriangle triaglf,blackleftpointingpointer @25c6 blackdiamond whitediamond
whitediamondcontainingblacksmalldiamond fisheye lozenge circle,whitecircle dottedcircle @25ce
bullseye H18533,blackcircle circlewithlefthalfblack circlewithrighthalfblack @25d8
invbullet,bulletinverse invcircle,whitecircleinverse @25e2 blacklowerrighttriangle
blacklowerlefttriangle blackupperlefttriangle blackupperrighttriangle openbullet,whitebullet @25ef
largecircle @2605 blackstar whitestar @260e telephoneblack whitetelephone @261c
pointingindexleftwhite pointingindexupwhite pointingindexrightwhite pointingindexdownwhite @262f
yinyang @263a smileface,whitesmilingface invsmileface,blacksmilingface sun,compass @2640
female,venus earth male,mars @2660 spade,spadesuitblack heartsuitwhite diamondsuitwhite
club,clubsuitblack spadesuitwhite heart,heartsuitblack diamond clubsuitwhite hotsprings quarternote
musicalnote musicalnotedbl,eighthnotebeamed beamedsixteenthnotes musicflatsign @266f musicsharpsign
@2713 checkmark @278a onecircleinversesansserif twocircleinversesansserif
threecircleinversesansserif fourcircleinversesansserif fivecircleinversesansserif
sixcircleinversesansserif sevencircleinversesansserif eightcircleinversesansserif
ninecircleinversesansserif @279e arrowrightheavy @3000 ideographicspace ideographiccomma
ideographicperiod dittomark jis ideographiciterationmark ideographicclose ideographiczero
anglebracketleft anglebracketright dblanglebracketleft dblanglebracketright cornerbracketleft
cornerbracketright whitecornerbracketleft whitecornerbracketright blacklenticularbracketleft
blacklenticularbracketright postalmark getamark tortoiseshellbracketleft tortoiseshellbracketright
whitelenticularbracketleft whitelenticularbracketright whitetortoiseshellbracketleft
whitetortoiseshellbracketright @301c wavedash quotedblprimereversed quotedblprime @fb00 ff fi fl ffi
ffl
`;
