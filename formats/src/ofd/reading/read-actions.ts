/** Actions, destinations and click regions (GB/T 33190 clause 14). Nothing here is carried out. */
import { attr, child, children, type XmlElement } from '../../container/index.ts';
import type { PathCommand } from '../../drawing/index.ts';
import type { Destination, OfdAction } from '../model/read-types.ts';
import { attrText, readBoolean, readNumber, readNumbers, readWord } from './read-values.ts';

const mostActions = 64;

/** The Actions element inside `holder`; unknown kinds are left out. */
export function readActions(holder: XmlElement): readonly OfdAction[] {
  const list = child(holder, 'Actions');
  return list ? children(list, 'Action').slice(0, mostActions).flatMap(readAction) : none;
}

const none: readonly OfdAction[] = [];

function readAction(element: XmlElement): OfdAction[] {
  const event = readWord(attr(element, 'Event'), ['DO', 'PO', 'CLICK']) ?? attrText(element, 'Event');
  const region = readRegion(child(element, 'Region'));
  const shared = { event, ...(region.length > 0 ? { region } : {}) };
  const target = children(element).find((item) => item.name !== 'Region');
  switch (target?.name) {
    case 'Goto': {
      const destination = readDestination(child(target, 'Dest'));
      const bookmark = child(target, 'Bookmark');
      return [
        {
          ...shared,
          kind: 'goto',
          ...(destination ? { destination } : {}),
          ...(bookmark ? { bookmark: attrText(bookmark, 'Name') } : {}),
        },
      ];
    }
    case 'URI':
      return [{ ...shared, kind: 'uri', uri: attrText(target, 'URI'), base: attrText(target, 'Base') }];
    case 'GotoA':
      return [
        {
          ...shared,
          kind: 'gotoAttachment',
          attachment: attrText(target, 'AttachID'),
          newWindow: readBoolean(attr(target, 'NewWindow'), true),
        },
      ];
    case 'Sound':
      return [
        {
          ...shared,
          kind: 'sound',
          resource: attrText(target, 'ResourceID'),
          volume: Math.min(Math.max(readNumber(attr(target, 'Volume')) ?? 100, 0), 100),
          repeat: readBoolean(attr(target, 'Repeat'), false),
          synchronous: readBoolean(attr(target, 'Synchronous'), false),
        },
      ];
    case 'Movie':
      return [
        {
          ...shared,
          kind: 'movie',
          resource: attrText(target, 'ResourceID'),
          operator: readWord(attr(target, 'Operator'), ['Play', 'Stop', 'Pause', 'Resume']) ?? 'Play',
        },
      ];
    default:
      return [];
  }
}

/** CT_Dest; undefined when it names no page. */
export function readDestination(element: XmlElement | undefined): Destination | undefined {
  const pageId = element && attr(element, 'PageID');
  if (!element || pageId === undefined) {
    return undefined;
  }
  const numbers = {
    leftMm: readNumber(attr(element, 'Left')),
    topMm: readNumber(attr(element, 'Top')),
    rightMm: readNumber(attr(element, 'Right')),
    bottomMm: readNumber(attr(element, 'Bottom')),
    zoom: readNumber(attr(element, 'Zoom')),
  };
  return {
    type: readWord(attr(element, 'Type'), ['XYZ', 'Fit', 'FitH', 'FitV', 'FitR']) ?? 'XYZ',
    pageId,
    ...Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== undefined)),
  };
}

/** CT_Region: areas that begin at Start, with points as attributes of each step. */
function readRegion(element: XmlElement | undefined): PathCommand[] {
  const commands: PathCommand[] = [];
  for (const area of element ? children(element, 'Area') : []) {
    commands.push({ operator: 'M', numbers: point(area, 'Start') });
    for (const step of children(area)) {
      const command = readStep(step);
      if (command) {
        commands.push(command);
      }
    }
  }
  return commands;
}

function readStep(step: XmlElement): PathCommand | undefined {
  const points = (...names: string[]): number[] => names.flatMap((name) => point(step, name));
  switch (step.name) {
    case 'Move':
      return { operator: 'M', numbers: points('Point1') };
    case 'Line':
      return { operator: 'L', numbers: points('Point1') };
    case 'QuadraticBezier':
      return { operator: 'Q', numbers: points('Point1', 'Point2') };
    case 'CubicBezier':
      return { operator: 'B', numbers: points('Point1', 'Point2', 'Point3') };
    case 'Arc': {
      const [rx = 0, ry = 0] = readNumbers(attr(step, 'EllipseSize'), 2);
      const turn = readNumber(attr(step, 'RotationAngle')) ?? 0;
      const flags = [
        readBoolean(attr(step, 'LargeArc'), false),
        readBoolean(attr(step, 'SweepDirection'), false),
      ];
      return { operator: 'A', numbers: [rx, ry, turn, ...flags.map(Number), ...points('EndPoint')] };
    }
    case 'Close':
      return { operator: 'C', numbers: [] };
    default:
      return undefined;
  }
}

function point(element: XmlElement, name: string): [number, number] {
  const [x = 0, y = 0] = readNumbers(attr(element, name), 2);
  return [x, y];
}
