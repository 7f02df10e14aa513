/** `yiwen log fsck --policy … --mirror …`: what witnesses and a mirror say of a log. */
import {
  compareWithMirror,
  type FsckReport,
  fsck,
  type LogFinding,
  type MirrorDifference,
  type NoteVerifier,
  type Policy,
  readCheckpoint,
  readNote,
  satisfies,
  type TileSource,
} from '@yiwen/trust/log';
import { CannotCheck } from './log-source.ts';

/** A finding of this command beyond those of a log alone. */
export type OutsideFinding = Omit<LogFinding, 'code'> & {
  code: LogFinding['code'] | 'policy-not-satisfied' | 'differs-from-mirror' | 'ahead-of-mirror';
};

/** Whether the checkpoint has the cosignatures the policy asks for. */
export function checkPolicy({ checkpoint }: FsckReport, policy: Policy): OutsideFinding[] {
  if (checkpoint === undefined || satisfies(policy, checkpoint.verified)) {
    return [];
  }
  const message = '检查点没有达到策略要求的见证人数';
  return [{ code: 'policy-not-satisfied', severity: 'error', place: 'checkpoint', message }];
}

const happened: Record<MirrorDifference['kind'], string> = {
  changed: '这一条与镜像所存不同：被改动',
  removed: '镜像所存的这一条不见了：被删除',
  inserted: '这一条之前多出了镜像没有的条目：被插入',
  'cut-off': '日志在这一条之前就结束了：被截短',
  unreadable: '存放这一条的文件缺失或损坏',
};

/**
 * Compares a log with a mirror of it, record by record from the front. The mirror is checked first: one that is not whole
 * can accuse nobody.
 *
 * @throws CannotCheck when the mirror itself is missing, broken or not signed by the log
 */
export async function checkMirror(
  source: TileSource,
  mirror: TileSource,
  keys: { logKey: NoteVerifier; others: NoteVerifier[] },
): Promise<OutsideFinding[]> {
  const whole = await fsck(mirror, keys);
  if (!whole.clean || whole.checkpoint === undefined) {
    const first = whole.findings.find((finding) => finding.severity === 'error');
    throw new CannotCheck(
      `镜像自身有误，不能作为对照：${first?.place} ${first?.message}。 The mirror is not whole: ${first?.code}.`,
    );
  }
  const size = await claimedSize(source);
  const difference = await compareWithMirror(
    { source, size },
    { source: mirror, size: whole.checkpoint.size },
  );
  if (difference === undefined) {
    return size > whole.checkpoint.size
      ? [
          {
            code: 'ahead-of-mirror',
            severity: 'warning',
            place: `#${whole.checkpoint.size}`,
            message: '从这一条起镜像还没有，无从对照',
          },
        ]
      : [];
  }
  const { index, kind } = difference;
  return [{ code: 'differs-from-mirror', severity: 'error', place: `#${index}`, message: happened[kind] }];
}

/** The size a log claims; its signature is judged elsewhere, and a log without a readable checkpoint claims nothing. */
async function claimedSize(source: TileSource): Promise<number> {
  const bytes = await source.checkpoint();
  try {
    return bytes === undefined ? 0 : readCheckpoint(readNote(bytes).text).size;
  } catch {
    return 0;
  }
}
