export { readSettings, type Settings, SettingsError, type SettingsFault } from './read-settings.ts';
export type { PlatformSettings } from './settings.ts';
