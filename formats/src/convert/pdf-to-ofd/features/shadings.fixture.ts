/** Shadings of every type. */
import { pdfName, pdfRef } from '../../../pdf/index.ts';
import { bytes, dict, page, ramp, stream } from './pdf-page.fixture.ts';

/** Every kind of shading, by `sh` and as a pattern. */
export function shadings(): Uint8Array {
  const rgbMesh = {
    ColorSpace: pdfName('DeviceRGB'),
    BitsPerCoordinate: 8,
    BitsPerComponent: 8,
    BitsPerFlag: 8,
  };
  const decode = [0, 255, 0, 255, 0, 1, 0, 1, 0, 1];
  return page(
    [
      'q 1 0 0 1 40 500 cm 0 0 150 150 re W n /A sh Q',
      'q 1 0 0 1 240 500 cm 0 0 150 150 re W n /B sh Q',
      'q 1 0 0 1 440 500 cm 0 0 150 150 re W n /C sh Q',
      'q .6 0 0 .6 40 320 cm /D sh Q',
      'q .6 0 0 .6 240 320 cm /E sh Q',
      'q .6 0 0 .6 440 320 cm /F sh Q',
      '/Pattern cs /P scn 40 120 150 150 re f /Pattern CS /P SCN 12 w 260 140 110 110 re S',
      '/Q scn 440 120 m 590 120 l 515 270 l f',
      'BT /H 60 Tf 40 40 Td /P scn (Gradient) Tj ET',
    ].join('\n'),
    {
      Font: dict({
        H: dict({ Type: pdfName('Font'), Subtype: pdfName('Type1'), BaseFont: pdfName('Helvetica-Bold') }),
      }),
      Shading: dict({
        A: dict({
          ShadingType: 1,
          ColorSpace: pdfName('DeviceRGB'),
          Domain: [0, 1, 0, 1],
          Matrix: [150, 0, 0, 150, 0, 0],
          Function: pdfRef(20),
        }),
        B: dict({
          ShadingType: 2,
          ColorSpace: pdfName('DeviceRGB'),
          Coords: [20, 20, 130, 130],
          Extend: [true, false],
          Function: dict({
            FunctionType: 3,
            Domain: [0, 1],
            Bounds: [0.5],
            Encode: [0, 1, 1, 0],
            Functions: [ramp([1, 0, 0], [1, 1, 0]), ramp([0, 0, 1], [0, 1, 1], 2)],
          }),
        }),
        C: dict({
          ShadingType: 3,
          ColorSpace: pdfName('DeviceGray'),
          Coords: [60, 90, 10, 75, 75, 70],
          Extend: [true, false],
          Function: pdfRef(21),
        }),
        D: pdfRef(22),
        E: pdfRef(23),
        F: pdfRef(24),
      }),
      Pattern: dict({
        P: dict({
          PatternType: 2,
          Shading: dict({
            ShadingType: 2,
            ColorSpace: pdfName('DeviceRGB'),
            Coords: [40, 0, 400, 0],
            Extend: [true, true],
            Function: ramp([1, 0, 0], [0, 0, 1]),
          }),
        }),
        Q: dict({
          PatternType: 2,
          Matrix: [1, 0, 0, 0.5, 515, 190],
          Shading: dict({
            ShadingType: 3,
            ColorSpace: pdfName('DeviceRGB'),
            Background: [0.8, 0.8, 0.8],
            Coords: [0, 0, 0, 0, 0, 60],
            Function: ramp([1, 1, 0], [0, 0.5, 0]),
          }),
        }),
      }),
    },
    [
      [
        20,
        stream(
          { FunctionType: 4, Domain: [0, 1, 0, 1], Range: [0, 1, 0, 1, 0, 1] },
          '{ 2 copy mul 3 1 roll exch dup 0.5 gt { pop 1 } if exch }',
        ),
      ],
      [
        21,
        stream(
          { FunctionType: 0, Domain: [0, 1], Range: [0, 1], Size: [4], BitsPerSample: 8 },
          bytes(255, 64, 192, 0),
        ),
      ],
      [
        22,
        stream(
          { ...rgbMesh, ShadingType: 4, Decode: decode },
          bytes(
            ...[0, 0, 0, 255, 0, 0],
            ...[0, 250, 0, 0, 255, 0],
            ...[0, 125, 250, 0, 0, 255],
            ...[1, 250, 250, 255, 255, 0],
          ),
        ),
      ],
      [
        23,
        stream(
          { ...rgbMesh, BitsPerFlag: undefined, ShadingType: 5, VerticesPerRow: 2, Decode: decode },
          bytes(
            ...[0, 0, 255, 0, 0],
            ...[250, 20, 0, 255, 0],
            ...[0, 120, 0, 0, 255],
            ...[200, 140, 255, 255, 0],
            ...[0, 250, 255, 0, 255],
            ...[250, 230, 0, 255, 255],
          ),
        ),
      ],
      [
        24,
        stream(
          { ...rgbMesh, ShadingType: 6, Decode: decode },
          bytes(
            0,
            ...[20, 20, 0, 90, 60, 170, 20, 230],
            ...[90, 255, 170, 200, 230, 230],
            ...[250, 170, 190, 90, 230, 20],
            ...[170, 0, 90, 60],
            ...[255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 0],
          ),
        ),
      ],
    ],
  );
}
