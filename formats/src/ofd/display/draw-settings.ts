/** Lines and colours in force for an object: its own, its DrawParam's, the layer's, the standard's (8.2, 8.5.2). */
import type { DrawSettings, Resources } from '../model/read-types.ts';

/** Table 25 of the standard; the fill is none for paths and black for text, which their drawing decides. */
const standard = {
  lineWidthMm: 0.353,
  join: 'Miter',
  cap: 'Butt',
  miterLimit: 3.528,
  dashOffsetMm: 0,
  dashPatternMm: [],
} as const;

/** Settings with the standard's defaults filled in. */
export type EffectiveSettings = DrawSettings & Required<Pick<DrawSettings, keyof typeof standard>>;

type Names = { readonly own?: string | undefined; readonly layer?: string | undefined };

/** DrawParams one inherits through: producers write two or three. */
const mostRelatives = 32;

const inherited = new WeakMap<Resources, Map<string, EffectiveSettings>>();

/** The object's own settings, over its DrawParam, over the layer's DrawParam, over the defaults. */
export function effectiveSettings(
  object: DrawSettings,
  names: Names,
  resources: Resources,
): EffectiveSettings {
  const below = settingsBelow(names, resources);
  if (
    object.fillColor === undefined &&
    object.strokeColor === undefined &&
    object.lineWidthMm === undefined &&
    object.dashPatternMm === undefined &&
    object.join === undefined &&
    object.cap === undefined &&
    object.miterLimit === undefined &&
    object.dashOffsetMm === undefined
  ) {
    return below;
  }
  return over(object, below) as EffectiveSettings;
}

function settingsBelow({ own, layer }: Names, resources: Resources): EffectiveSettings {
  const known = inherited.get(resources) ?? new Map<string, EffectiveSettings>();
  inherited.set(resources, known);
  const key = `${own ?? ''} ${layer ?? ''}`;
  let settings = known.get(key);
  if (!settings) {
    settings = over(
      withRelatives(own, resources),
      over(withRelatives(layer, resources), standard),
    ) as EffectiveSettings;
    known.set(key, settings);
  }
  return settings;
}

/** A DrawParam with what it inherits through Relative; a ring ends where it closes, a chain at its limit. */
function withRelatives(id: string | undefined, resources: Resources): DrawSettings {
  let settings: DrawSettings = {};
  const seen = new Set<string>();
  for (let next = id; next !== undefined && !seen.has(next) && seen.size < mostRelatives; ) {
    seen.add(next);
    const param = resources.drawParams.get(next);
    settings = param ? over(settings, param) : settings;
    next = param?.relative;
  }
  return settings;
}

function over(upper: DrawSettings, lower: DrawSettings): DrawSettings {
  const settings = {
    lineWidthMm: upper.lineWidthMm ?? lower.lineWidthMm,
    join: upper.join ?? lower.join,
    cap: upper.cap ?? lower.cap,
    miterLimit: upper.miterLimit ?? lower.miterLimit,
    dashOffsetMm: upper.dashOffsetMm ?? lower.dashOffsetMm,
    dashPatternMm: upper.dashPatternMm ?? lower.dashPatternMm,
    fillColor: upper.fillColor ?? lower.fillColor,
    strokeColor: upper.strokeColor ?? lower.strokeColor,
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}
