/** Outlines, bookmarks, permissions, view preferences and extensions (GB/T 33190 7.6–7.8, 7.11, 19). */
import { type XmlElement, xmlText } from '../../container/index.ts';
import { decimal } from '../../drawing/index.ts';
import type {
  BookmarkSpec,
  ExtensionSpec,
  OutlineSpec,
  PermissionsSpec,
  ViewPreferencesSpec,
} from '../model/build-types.ts';
import { ofd, ofdText } from '../model/vocabulary.ts';
import { buildActions, buildDestination } from './build-actions.ts';
import type { BuildScope } from './build-scope.ts';

/** Nothing for an empty list, as everywhere in this file. */
export function buildOutlines(
  outlines: readonly OutlineSpec[] | undefined,
  scope: BuildScope,
): XmlElement | undefined {
  return outlines?.length
    ? ofd(
        'Outlines',
        {},
        outlines.map((outline) => buildOutline(outline, scope)),
      )
    : undefined;
}

/** One OutlineElem with those below it. */
export function buildOutline(outline: OutlineSpec, scope: BuildScope): XmlElement {
  const below = outline.children ?? [];
  return ofd(
    'OutlineElem',
    {
      Title: xmlText(outline.title),
      Count: below.length > 0 ? below.length : undefined,
      Expanded: outline.expanded === false ? false : undefined,
    },
    [buildActions(outline.actions, scope), ...below.map((child) => buildOutline(child, scope))],
  );
}

export function buildBookmarks(
  bookmarks: readonly BookmarkSpec[] | undefined,
  scope: BuildScope,
): XmlElement | undefined {
  return bookmarks?.length
    ? ofd(
        'Bookmarks',
        {},
        bookmarks.map(({ name, destination }) =>
          ofd('Bookmark', { Name: xmlText(name) }, [buildDestination(destination, scope)]),
        ),
      )
    : undefined;
}

export function buildPermissions(spec: PermissionsSpec | undefined): XmlElement | undefined {
  if (!spec) {
    return undefined;
  }
  const flag = (name: string, value: boolean | undefined): XmlElement | undefined =>
    value === undefined ? undefined : ofd(name, {}, [String(value)]);
  const { print, validFrom, validUntil } = spec;
  return ofd('Permissions', {}, [
    flag('Edit', spec.edit),
    flag('Annot', spec.annot),
    flag('Export', spec.export),
    flag('Signature', spec.signature),
    flag('Watermark', spec.watermark),
    flag('PrintScreen', spec.printScreen),
    print && ofd('Print', { Printable: print.printable, Copies: print.copies }),
    validFrom === undefined && validUntil === undefined
      ? undefined
      : ofd('ValidPeriod', { StartDate: validFrom, EndDate: validUntil }),
  ]);
}

export function buildViewPreferences(spec: ViewPreferencesSpec | undefined): XmlElement | undefined {
  if (!spec) {
    return undefined;
  }
  const word = (name: string, value: string | boolean | undefined): XmlElement | undefined =>
    value === undefined ? undefined : ofd(name, {}, [String(value)]);
  return ofd('VPreferences', {}, [
    word('PageMode', spec.pageMode),
    word('PageLayout', spec.pageLayout),
    word('TabDisplay', spec.tabDisplay),
    word('HideToolbar', spec.hideToolbar),
    word('HideMenubar', spec.hideMenubar),
    word('HideWindowUI', spec.hideWindowUI),
    word('ZoomMode', spec.zoomMode),
    spec.zoom === undefined ? undefined : ofdText('Zoom', decimal(spec.zoom)),
  ]);
}

/** `idOf` finds the object a label names. */
export function buildExtensions(
  extensions: readonly ExtensionSpec[],
  idOf: (label: string | undefined) => string,
): XmlElement {
  return ofd(
    'Extensions',
    {},
    extensions.map((extension) =>
      ofd(
        'Extension',
        {
          AppName: extension.appName,
          Company: extension.company,
          AppVersion: extension.appVersion,
          Date: extension.date,
          RefId: idOf(extension.label),
        },
        (extension.properties ?? []).map(({ name, type, value }) =>
          ofd('Property', { Name: name, Type: type }, [xmlText(value)]),
        ),
      ),
    ),
  );
}
