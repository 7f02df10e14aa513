/** The files that are changed: public samples when they are there, and packages made here, small ones mostly. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readZip, writeZip, type ZipEntry } from '../../container/index.ts';
import { cffFont } from '../../sfnt/cff-font.fixture.ts';
import { buildOfd } from '../writing/build-ofd.ts';
import { everything } from '../writing/everything.fixture.ts';

export type Seed = {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly entries: readonly ZipEntry[];
  /** Chosen in proportion to it: a large file costs more and shows little that a small one does not. */
  readonly weight: number;
};

/** Samples above this size are left to the soak. */
const largeBytes = 200_000;

/** All seeds; `large` includes the samples of half a megabyte and more. */
export function readSeeds(samples: string, images: string, large: boolean): Seed[] {
  const own = [
    seedOf('own: everything', writeZip(buildOfd(everything))),
    seedOf('own: read only', writeZip(readOnlyEntries(images))),
  ].map((seed) => ({ ...seed, weight: 6 * seed.weight }));
  const files = existsSync(samples) ? readdirSync(samples).filter((name) => name.endsWith('.ofd')) : [];
  const read = files.sort().map((name) => seedOf(name, new Uint8Array(readFileSync(join(samples, name)))));
  return [...own, ...read.filter((seed) => large || seed.bytes.length < largeBytes)];
}

function seedOf(name: string, bytes: Uint8Array): Seed {
  const { entries } = readZip(bytes);
  const whole = [...entries.values()].reduce((sum, entry) => sum + entry.length, 0);
  return {
    name,
    bytes,
    entries: [...entries].map(([entry, content]) => ({ name: entry, bytes: content })),
    weight: 1 / (20_000 + whole),
  };
}

const ns = 'xmlns:ofd="http://www.ofdspec.org/2016"';

/** What the builder does not write: spellings of other producers, versions, signatures, raster formats, CFF. */
function readOnlyEntries(images: string): ZipEntry[] {
  const encoder = new TextEncoder();
  const xml = (name: string, content: string): ZipEntry => ({ name, bytes: encoder.encode(content) });
  const pictures = existsSync(images) ? readdirSync(images).filter((name) => !name.endsWith('.md')) : [];
  const media = pictures.map(
    (name, at) =>
      `<ofd:MultiMedia ID="${100 + at}" Type="Image"><ofd:MediaFile>${name}</ofd:MediaFile></ofd:MultiMedia>`,
  );
  const shown = pictures.map(
    (_, at) =>
      `<ofd:ImageObject ID="${200 + at}" Boundary="${10 + 12 * at} 60 10 10" CTM="10 0 0 10 0 0" ResourceID="${100 + at}" ImageMask="${100 + ((at + 1) % pictures.length)}" Substitution="${100 + at}"><ofd:Border LineWidth="0.5" HorizonalCornerRadius="1" VerticalCornerRadius="1" DashPattern="1 1"><ofd:BorderColor Value="255 0 0"/></ofd:Border></ofd:ImageObject>`,
  );
  const glyph = ['rmoveto', 'hlineto', 'vlineto'];
  const font = cffFont([
    ['endchar'],
    [100, 0, glyph[0]!, 500, glyph[1]!, 500, glyph[2]!, 'endchar'],
    [0, 0, glyph[0]!, 300, glyph[1]!, 700, glyph[2]!, 'endchar'],
  ]);
  return [
    xml(
      'OFD.xml',
      `<ofd:OFD ${ns} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID><ofd:Cover>Doc_0/Res/cover.png</ofd:Cover></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot><ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures><ofd:Versions><ofd:Version ID="v1" Index="1" Current="true" BaseLoc="Doc_0/V/V1.xml"/></ofd:Versions></ofd:DocBody></ofd:OFD>`,
    ),
    xml(
      'Doc_0/V/V1.xml',
      `<ofd:DocVersion ${ns} ID="v1"><ofd:FileList><ofd:File ID="1">/Doc_0/Document.xml</ofd:File></ofd:FileList><ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot></ofd:DocVersion>`,
    ),
    xml(
      'Doc_0/Document.xml',
      `<ofd:Document ${ns}><ofd:CommonData><ofd:MaxUnitID>999</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>Res.xml</ofd:PublicRes><ofd:DefaultCS>1</ofd:DefaultCS><ofd:TemplatePage ID="2" BaseLoc="T1.xml"/><ofd:TemplatePage ID="3" BaseLoc="T2.xml" ZOrder="Foreground"/></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="P.xml"/><ofd:Page ID="9" BaseLoc="p.XML"/></ofd:Pages><ofd:CustomTags>Tags.xml</ofd:CustomTags></ofd:Document>`,
    ),
    xml(
      'Doc_0/T1.xml',
      `<ofd:Page ${ns}><ofd:Template TemplateID="3"/><ofd:Content><ofd:Layer ID="L"><ofd:TextObject ID="21" Boundary="10 10 90 8" Font="4" Size="5"><ofd:TextCode X="0" Y="5" DeltaX="g 4 5">发文机关标志</ofd:TextCode></ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>`,
    ),
    xml(
      'Doc_0/T2.xml',
      `<ofd:Page ${ns}><ofd:Content><ofd:Layer><ofd:PathObject ID="22" Boundary="0 0 210 297" Fill="true"><ofd:FillColor Alpha="20"><ofd:Pattern Width="9" Height="9" XStep="10" YStep="10" ReflectMethod="RowAndColumn" RelativeTo="Page"><ofd:CellContent><ofd:PathObject Boundary="0 0 9 9"><ofd:AbbreviatedData>M 0 0 L 9 9 A 3 4 30 1 0 5 5 Q 1 1 2 2 C</ofd:AbbreviatedData></ofd:PathObject><ofd:TextObject Boundary="0 0 9 9" Font="4" Size="3"><ofd:TextCode X="0" Y="5" DeltaX="3">纹样</ofd:TextCode></ofd:TextObject></ofd:CellContent></ofd:Pattern></ofd:FillColor><ofd:AbbreviatedData>M 0 0 L 210 0 210 297 0 297 C</ofd:AbbreviatedData></ofd:PathObject></ofd:Layer></ofd:Content></ofd:Page>`,
    ),
    xml(
      'Doc_0/Res.xml',
      `<ofd:Res ${ns} BaseLoc="Res"><ofd:ColorSpaces><ofd:ColorSpace ID="1" Type="CMYK" BitsPerComponent="8"><ofd:Palette><ofd:CV>0 0 0 255</ofd:CV></ofd:Palette></ofd:ColorSpace></ofd:ColorSpaces><ofd:Fonts><ofd:Font ID="4" FontName="楷体"/><ofd:Font ID="5" FontName="Own"><ofd:FontFile>own.otf</ofd:FontFile></ofd:Font></ofd:Fonts><ofd:DrawParams><ofd:DrawParam ID="6" Relative="7" LineWidth="1"/><ofd:DrawParam ID="7" Relative="6" DashPattern="2 1"/></ofd:DrawParams><ofd:MultiMedias>${media.join('')}</ofd:MultiMedias><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="8" Width="20" Height="20"><ofd:Content><ofd:CompositeObject ID="81" Boundary="0 0 20 20" ResourceID="8"/><ofd:TextObject ID="82" Boundary="0 0 20 20" Font="5" Size="9"><ofd:CGTransform CodePosition="0" CodeCount="2" GlyphCount="1"><ofd:Glyphs>1</ofd:Glyphs></ofd:CGTransform><ofd:TextCode X="0" Y="9" DeltaX="9 9">fi合</ofd:TextCode></ofd:TextObject></ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>`,
    ),
    { name: 'Doc_0/Res/own.otf', bytes: font },
    ...pictures.map((name) => ({
      name: `Doc_0/Res/${name}`,
      bytes: new Uint8Array(readFileSync(join(images, name))),
    })),
    xml(
      'Doc_0/P.xml',
      `<ofd:Page ${ns}><ofd:Template TemplateID="2"/><ofd:Content><ofd:Layer ID="Layer1" DrawParam="6">${shown.join('')}<ofd:PageBlock ID="30"><ofd:PathObject ID="31" Boundary="10 100 40 20" Fill="true" Rule="Even-Odd"><ofd:FillColor><ofd:GouraudShd Extend="1"><ofd:Point X="0" Y="0" EdgeFlag="0"><ofd:Color Value="0 0 0 0"/></ofd:Point><ofd:Point X="40" Y="0"><ofd:Color Value="255 0 0 0"/></ofd:Point><ofd:Point X="0" Y="20"><ofd:Color Value="0 255 0 0"/></ofd:Point><ofd:Point X="40" Y="20" EdgeFlag="1"><ofd:Color Value="#ff #00 #00 #00"/></ofd:Point><ofd:BackColor Value="0 0 0 9"/></ofd:GouraudShd></ofd:FillColor><ofd:AbbreviatedData>M 0 0 L 40 0 40 20 0 20 C</ofd:AbbreviatedData></ofd:PathObject><ofd:PathObject ID="32" Boundary="60 100 40 20" Fill="true"><ofd:FillColor><ofd:LaGourandShd VerticesPerRow="2"><ofd:Point X="0" Y="0"><ofd:Color Index="0"/></ofd:Point><ofd:Point X="40" Y="0"><ofd:Color Value="0 0 0 1"/></ofd:Point><ofd:Point X="0" Y="20"><ofd:Color Value="3"/></ofd:Point><ofd:Point X="40" Y="20"><ofd:Color Value="0 0 0 9"/></ofd:Point></ofd:LaGourandShd></ofd:FillColor><ofd:Clips><ofd:Clip><ofd:Area CTM="1 0 0 1 2 2"><ofd:Text ID="33" Boundary="0 0 30 20" Font="4" Size="9"><ofd:TextCode X="0" Y="9" DeltaX="9">裁剪</ofd:TextCode></ofd:Text></ofd:Area></ofd:Clip></ofd:Clips><ofd:AbbreviatedData>M 0 0 L 40 0 40 20 0 20 C</ofd:AbbreviatedData></ofd:PathObject><ofd:PathObject ID="34" Boundary="110 100 40 20"><ofd:StrokeColor><ofd:RadialShd MapType="Reflect" MapUnit="3" Extend="1" StartPoint="0 0" StartRadius="2" EndPoint="20 10" EndRadius="10" Eccentricity="0.5" Angle="30"><ofd:Segment Position="0"><ofd:Color Value="0 0 0 0"/></ofd:Segment><ofd:Segment Position="1"><ofd:Color Value="255 0 0 0"/></ofd:Segment></ofd:RadialShd></ofd:StrokeColor><ofd:AbbreviatedData>M 0 0 B 1 2 3 4 5 6 L 40 20</ofd:AbbreviatedData></ofd:PathObject></ofd:PageBlock><ofd:CompositeObject ID="35" Boundary="10 130 40 40" CTM="2 0 0 2 0 0" ResourceID="8"/><ofd:TextObject ID="36" Boundary="60 130 60 10" Font="5" Size="5" HScale="0.5" CharDirection="90" ReadDirection="90" Italic="true" Weight="700" Stroke="true"><ofd:Actions><ofd:Action Event="CLICK"><ofd:Region><ofd:Area Start="0 0"><ofd:Line Point1="5 5"/><ofd:Arc EllipseSize="2 3" RotationAngle="10" EndPoint="1 1"/><ofd:Close/></ofd:Area></ofd:Region><ofd:URI URI="https://example.org/"/></ofd:Action></ofd:Actions><ofd:TextCode X="0" Y="5" DeltaY="5 5 5">竖排文字</ofd:TextCode></ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>`,
    ),
    xml(
      'Doc_0/Tags.xml',
      `<ofd:CustomTags ${ns}><ofd:CustomTag TypeID="od"><ofd:FileLoc>Tag.xml</ofd:FileLoc></ofd:CustomTag></ofd:CustomTags>`,
    ),
    xml(
      'Doc_0/Tag.xml',
      `<od:电子公文 xmlns:od="http://www.nits.org.cn/eGovDoc/2013" ${ns}><od:公文体><od:版头><od:发文机关标志><ofd:ObjectRef PageRef="1">21</ofd:ObjectRef></od:发文机关标志></od:版头><od:主体>写在标引里的字</od:主体></od:公文体></od:电子公文>`,
    ),
    xml(
      'Doc_0/Signs/Signatures.xml',
      `<ofd:Signatures ${ns}><ofd:Signature ID="s001" Type="Seal" BaseLoc="S.xml"/></ofd:Signatures>`,
    ),
    xml(
      'Doc_0/Signs/S.xml',
      `<ofd:Signature ${ns}><ofd:SignedInfo><ofd:References CheckMethod="SM3"><ofd:Reference FileRef="/OFD.xml"><ofd:CheckValue>AA==</ofd:CheckValue></ofd:Reference></ofd:References><ofd:StampAnnot ID="1" PageRef="1" Boundary="10 10 40 40" Clip="0 0 8 40"/></ofd:SignedInfo><ofd:SignedValue>v.dat</ofd:SignedValue></ofd:Signature>`,
    ),
    { name: 'Doc_0/Signs/v.dat', bytes: Uint8Array.of(0x30, 0) },
  ];
}
