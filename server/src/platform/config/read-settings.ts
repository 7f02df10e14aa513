import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { type PlatformSettings, platformSettings } from './settings.ts';

/** One thing wrong with the configuration. */
export type SettingsFault = { place: string; zh: string; en: string };

/** Thrown with every fault at once; the start prints them and ends with status 2. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly faults: readonly SettingsFault[];

  constructor(faults: readonly SettingsFault[]) {
    super(faults.map((fault) => `${fault.place}: ${fault.zh} / ${fault.en}`).join('\n'));
    this.faults = faults;
  }
}

/** The settings one module declares: a zod object, keys in camelCase. */
export type DeclaredSettings = { name: string; settings?: z.ZodType };

/** Checked settings by module name; `platform` is always there. */
export type Settings = { platform: PlatformSettings; modules: ReadonlyMap<string, unknown> };

/**
 * Reads settings from `yiwen.json` (`{"platform": {...}, "directory": {...}}`) and, over it, from the environment:
 * `YIWEN_LOG_LEVEL` for the platform, `YIWEN_DIRECTORY_IDLE_MINUTES` for a module.
 */
export function readSettings(
  modules: readonly DeclaredSettings[],
  environment: Record<string, string | undefined>,
  file: string,
): Settings {
  const faults: SettingsFault[] = [];
  const written = readFile(file, faults);
  const declared = new Map(modules.filter((one) => one.settings).map((one) => [one.name, one.settings!]));
  for (const name of Object.keys(written)) {
    if (name !== 'platform' && !declared.has(name)) {
      faults.push({
        place: `yiwen.json ${name}`,
        zh: '没有这个模块，或它没有可设置的内容',
        en: 'there is no such module, or it has no settings',
      });
    }
  }
  const platform = check('platform', 'YIWEN', platformSettings, written.platform, environment, faults);
  const checked = new Map<string, unknown>();
  for (const [name, schema] of declared) {
    const prefix = `YIWEN_${name.toUpperCase().replaceAll('-', '_')}`;
    checked.set(name, check(name, prefix, schema, written[name], environment, faults));
  }
  if (platform) {
    faults.push(...incompleteBucket(platform as PlatformSettings));
  }
  if (faults.length > 0) {
    throw new SettingsError(faults);
  }
  return { platform: platform as PlatformSettings, modules: checked };
}

function readFile(file: string, faults: SettingsFault[]): Record<string, unknown> {
  if (!existsSync(file)) {
    return {};
  }
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    faults.push({ place: 'yiwen.json', zh: '不是有效的 JSON 对象', en: 'is not a JSON object' });
    return {};
  }
}

function check(
  name: string,
  prefix: string,
  schema: z.ZodType,
  written: unknown,
  environment: Record<string, string | undefined>,
  faults: SettingsFault[],
): unknown {
  const given: Record<string, unknown> = { ...(written as Record<string, unknown> | undefined) };
  for (const key of Object.keys((schema as z.ZodObject).shape ?? {})) {
    const variable = `${prefix}_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
    const value = environment[variable];
    if (value !== undefined && value !== '') {
      given[key] = value;
    }
  }
  const result = schema.safeParse(given);
  if (result.success) {
    return result.data;
  }
  for (const issue of result.error.issues) {
    const place = `${name}.${issue.path.join('.') || '(keys)'}`;
    faults.push({ place, zh: '设置值不符合要求', en: issue.message });
  }
  return undefined;
}

function incompleteBucket(platform: PlatformSettings): SettingsFault[] {
  const parts = { s3Endpoint: 1, s3Bucket: 1, s3AccessKey: 1, s3SecretKey: 1 } as const;
  const missing = (Object.keys(parts) as (keyof typeof parts)[]).filter((key) => platform[key] === undefined);
  if (missing.length === 0 || missing.length === Object.keys(parts).length) {
    return [];
  }
  return missing.map((key) => ({
    place: `platform.${key}`,
    zh: '使用 S3 存储时必须同时设置',
    en: 'is needed together with the other s3 settings',
  }));
}
