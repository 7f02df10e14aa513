import { expect, it } from 'vitest';
import type { DisplayList, PathItem } from '../display-list.ts';
import type { MeshVertex } from '../paint.ts';
import { drawSvg } from './draw-svg.ts';

const corner = (xMm: number, yMm: number): MeshVertex => ({ xMm, yMm, rgb: [200, 10, 10], alpha: 255 });

it('gives the meshes of a page so many pixels together, the later ones one colour', () => {
  const item = (): PathItem => ({
    kind: 'path',
    evenOdd: false,
    path: [
      { operator: 'M', numbers: [0, 0] },
      { operator: 'L', numbers: [200, 0] },
      { operator: 'L', numbers: [0, 290] },
      { operator: 'C', numbers: [] },
    ],
    fill: { kind: 'mesh', alpha: 255, triangles: [[corner(0, 0), corner(200, 0), corner(0, 290)]] },
  });
  const list: DisplayList = {
    area: { xMm: 0, yMm: 0, widthMm: 210, heightMm: 297 },
    items: Array.from({ length: 40 }, item),
    pictures: new Map(),
    findings: [],
  };
  const svg = drawSvg(list);
  const meshes = svg.match(/<pattern /g)?.length ?? 0;
  expect(meshes).toBeGreaterThanOrEqual(3);
  expect(meshes).toBeLessThan(10);
  expect(svg.match(/fill="#c80a0a"/g)).toHaveLength(40 - meshes);
});
