/** Words about the witnesses of the log, kept apart from the catalogues. */

const zh = {
  title: '见证',
  none: '没有设置见证人：这本日志只由本单位自己签名。',
  witnessed: '{names} 已见证到第 {n} 条（{time}）',
  notYet: '还没有凑够见证人',
  pending: '最近 {n} 条等待见证，最早的在 {time}',
  allSeen: '全部记录都已见证',
  pendingHelp: '等待见证不影响办理和发文；见证人看过之前，这几条只有本单位自己的签名。',
  seen: '看到第 {n} 条',
  never: '还没有看过',
  fresh: '最新',
  behind: '等待中',
  silent: '联系不上',
  conflict: '说法不一致',
  conflictHelp: '见证人看到的日志和我们的不一样。请不要再从备份恢复，立即联系系统管理员。',
  halted: '这本日志已停止签名',
  haltedHelp: '签过名的记录和现在的对不上，可能恢复过旧备份。办理照常登记，但在管理员查清之前不能对外证明。',
  anchored: '存证上链',
  timestamped: '时间戳',
  upTo: '到第 {n} 条，{time}',
};

const en: typeof zh = {
  title: 'Witnesses',
  none: 'No witnesses are set: only this office itself signs the log.',
  witnessed: '{names} have witnessed up to entry {n} ({time})',
  notYet: 'Not enough witnesses yet',
  pending: '{n} {n:entry waits|entries wait} for witnesses, the oldest from {time}',
  allSeen: 'Every entry is witnessed',
  pendingHelp:
    'Work and dispatch do not wait. Until witnesses have seen these entries, only this office vouches for them.',
  seen: 'has seen entry {n}',
  never: 'has seen nothing yet',
  fresh: 'up to date',
  behind: 'waiting',
  silent: 'no answer',
  conflict: 'disagrees',
  conflictHelp: 'A witness has seen another log than ours. Restore nothing more; call the administrator now.',
  halted: 'This log is not signed any more',
  haltedHelp:
    'What was signed and what is here do not agree; perhaps an old backup was put back. Acts are still recorded but cannot be proved to others until an administrator has looked.',
  anchored: 'On the chain',
  timestamped: 'Time stamp',
  upTo: 'up to entry {n}, {time}',
};

/** Both catalogues. */
export const logWords: Record<'zh' | 'en', { readonly [K in keyof typeof zh]: string }> = { zh, en };
