import { describe, expect, it } from 'vitest';
import { writeZip } from '../../container/index.ts';
import { readOfd } from '../index.ts';

const ns = 'xmlns:ofd="http://www.ofdspec.org/2016"';

/** The first area of the clip of an image whose CTM is 200 × 100 mm. */
function clipMatrix(attributes: string) {
  const clips = `<ofd:Clips${attributes}><ofd:Clip><ofd:Area CTM="2 0 0 2 1 1"><ofd:Path Boundary="0 0 1 1"><ofd:AbbreviatedData>M 0 0 L 1 0 L 1 1 C</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips>`;
  const all = {
    'OFD.xml': `<ofd:OFD ${ns}><ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>D.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`,
    'D.xml': `<ofd:Document ${ns}><ofd:CommonData/><ofd:Pages><ofd:Page ID="1" BaseLoc="P.xml"/></ofd:Pages></ofd:Document>`,
    'P.xml': `<ofd:Page ${ns}><ofd:Content><ofd:Layer><ofd:ImageObject ID="2" Boundary="5 5 200 100" CTM="200 0 0 100 0 0" ResourceID="3">${clips}</ofd:ImageObject></ofd:Layer></ofd:Content></ofd:Page>`,
  };
  const encoder = new TextEncoder();
  const entries = Object.entries(all).map(([name, source]) => ({ name, bytes: encoder.encode(source) }));
  const object = readOfd(writeZip(entries)).pages[0]?.layers[0]?.objects[0];
  return object?.kind === 'image' ? object.clips[0]?.areas[0]?.matrix : undefined;
}

describe('clips', () => {
  it('are not touched by the CTM of what they cut', () => {
    expect(clipMatrix('')).toEqual([2, 0, 0, 2, 1, 1]);
    expect(clipMatrix(' TransFlag="false"')).toEqual([2, 0, 0, 2, 1, 1]);
  });

  it('are moved by the CTM when TransFlag says so', () => {
    expect(clipMatrix(' TransFlag="true"')).toEqual([400, 0, 0, 200, 200, 100]);
  });
});
