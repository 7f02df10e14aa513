export type { PlatformSettings } from './settings.ts';
