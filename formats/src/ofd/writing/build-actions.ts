/** Actions and destinations (GB/T 33190 clause 14). */
import { type XmlElement, xmlText } from '../../container/index.ts';
import { decimal } from '../../drawing/index.ts';
import type { ActionSpec, DestinationSpec } from '../model/build-types.ts';
import { ofd } from '../model/vocabulary.ts';
import { type BuildScope, resourceId } from './build-scope.ts';
import { buildRegion } from './path-data.ts';

type ActionScope = Pick<BuildScope, 'ids' | 'pageId' | 'attachmentId'>;

/** An Actions element; nothing for an empty list. `event` is what an action without one gets. */
export function buildActions(
  actions: readonly ActionSpec[] | undefined,
  scope: ActionScope,
  event: NonNullable<ActionSpec['event']> = 'CLICK',
): XmlElement | undefined {
  if (!actions || actions.length === 0) {
    return undefined;
  }
  return ofd(
    'Actions',
    {},
    actions.map((action) =>
      ofd('Action', { Event: action.event ?? event }, [
        action.region && buildRegion(action.region),
        operation(action, scope),
      ]),
    ),
  );
}

function operation(action: ActionSpec, scope: ActionScope): XmlElement {
  switch (action.kind) {
    case 'goto':
      return 'destination' in action
        ? ofd('Goto', {}, [buildDestination(action.destination, scope)])
        : ofd('Goto', {}, [ofd('Bookmark', { Name: action.bookmark })]);
    case 'uri':
      return ofd('URI', { URI: xmlText(action.uri), Base: action.base });
    case 'gotoAttachment':
      return ofd('GotoA', {
        AttachID: scope.attachmentId(action.attachment),
        NewWindow: action.newWindow,
      });
    case 'sound':
      return ofd('Sound', { ResourceID: resourceId(scope as BuildScope, 'media', action.media) });
    case 'movie':
      return ofd('Movie', { ResourceID: resourceId(scope as BuildScope, 'media', action.media) });
  }
}

/** A Dest element; lengths that are not given are not written. */
export function buildDestination(spec: DestinationSpec, scope: Pick<BuildScope, 'pageId'>): XmlElement {
  const mm = (value: number | undefined): string | undefined =>
    value === undefined ? undefined : decimal(value);
  return ofd('Dest', {
    Type: spec.type,
    PageID: scope.pageId(spec.page),
    Left: mm(spec.leftMm),
    Top: mm(spec.topMm),
    Right: mm(spec.rightMm),
    Bottom: mm(spec.bottomMm),
    Zoom: mm(spec.zoom),
  });
}
