import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readSettings, type SettingsError } from './index.ts';

const modules = [
  { name: 'directory', settings: z.strictObject({ idleMinutes: z.coerce.number().int().default(30) }) },
];
const nowhere = join(tmpdir(), 'no-such-file.json');

function faults(environment: Record<string, string>, file = nowhere): string[] {
  try {
    readSettings(modules, environment, file);
  } catch (error) {
    return (error as SettingsError).faults.map((fault) => fault.place);
  }
  return [];
}

describe('settings', () => {
  it('have defaults, and are read from the environment over the file', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'yiwen-settings-')), 'yiwen.json');
    writeFileSync(file, JSON.stringify({ platform: { nodeName: '青槐县' }, directory: { idleMinutes: 10 } }));
    expect(readSettings(modules, {}, nowhere).platform.nodeName).toBe('一文通');
    expect(readSettings(modules, {}, file).modules.get('directory')).toEqual({ idleMinutes: 10 });
    const over = readSettings(
      modules,
      { YIWEN_DIRECTORY_IDLE_MINUTES: '5', YIWEN_NODE_NAME: '禾汀镇' },
      file,
    );
    expect(over.modules.get('directory')).toEqual({ idleMinutes: 5 });
    expect(over.platform.nodeName).toBe('禾汀镇');
  });

  it('show all faults at once, in words, before anything is started', () => {
    const found = faults({
      YIWEN_DIRECTORY_IDLE_MINUTES: 'soon',
      YIWEN_PUBLIC_URL: 'not an address',
      YIWEN_LOG_LEVEL: 'loud',
      YIWEN_S3_BUCKET: 'files',
    });
    expect(found).toEqual(
      expect.arrayContaining(['directory.idleMinutes', 'platform.publicUrl', 'platform.logLevel']),
    );
    expect(faults({ YIWEN_S3_BUCKET: 'files' })).toEqual([
      'platform.s3Endpoint',
      'platform.s3AccessKey',
      'platform.s3SecretKey',
    ]);
  });

  it('refuse a file that is no JSON, an unknown module and an unknown key', () => {
    const folder = mkdtempSync(join(tmpdir(), 'yiwen-settings-'));
    const file = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    expect(faults({}, file('a.json', '{'))).toEqual(['yiwen.json']);
    expect(faults({}, file('b.json', '{"garden":{}}'))).toEqual(['yiwen.json garden']);
    expect(faults({}, file('c.json', '{"directory":{"idle":1}}'))).toEqual(['directory.(keys)']);
  });
});
