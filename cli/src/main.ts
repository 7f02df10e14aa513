/** The command line: one verb a file; every verb answers with an exit code (0 good, 1 the answer is no, 2 asked wrongly). */
import { argv } from 'node:process';

/** A verb of the command line; takes the words after it, answers the exit code. */
type Verb = (args: string[]) => Promise<number>;

const verbs: Record<string, { load: () => Promise<Verb>; zh: string; en: string }> = {
  up: {
    load: async () => (await import('./up.ts')).runUp,
    zh: '启动本机节点',
    en: 'start the node on this machine',
  },
  verify: {
    load: async () => (await import('./verify.ts')).runVerify,
    zh: '核验一个文件：是谁、何时、有没有被改过',
    en: 'check a file: who, when, unchanged or not',
  },
  evidence: {
    load: async () => (await import('./evidence.ts')).runEvidence,
    zh: '向节点要一份文件的证据包',
    en: 'ask a node for everything about one document',
  },
  ofd: {
    load: async () => (await import('./ofd/index.ts')).runOfd,
    zh: 'OFD：看结构、取文字、画页面、转换、检查',
    en: 'OFD: look inside, take text, draw, convert, check',
  },
  typeset: {
    load: async () => (await import('./typeset.ts')).runTypeset,
    zh: '按公文格式排版成 PDF',
    en: 'set an official document as PDF',
  },
  log: {
    load: async () => (await import('./log.ts')).runLog,
    zh: '检查日志：全部重算，对签名',
    en: 'check a log: recompute everything, check its signatures',
  },
  audit: {
    load: async () => (await import('./audit.ts')).runAudit,
    zh: '库里存的与办理记录逐行核对',
    en: 'compare everything stored with the acts',
  },
  doctor: {
    load: async () => (await import('./doctor.ts')).runDoctor,
    zh: '看这台机器缺什么、怎么补',
    en: 'what is missing on this machine and how to get it',
  },
};

function usage(): string {
  const lines = Object.entries(verbs).map(([name, { zh, en }]) => `  yiwen ${name.padEnd(8)} ${zh}  ${en}`);
  return [
    '一文通 Yiwen',
    '',
    ...lines,
    '',
    '每个命令加 --help 看用法。 Each command explains itself with --help.',
  ].join('\n');
}

/** Runs the verb that the words name. */
export async function main(words: string[]): Promise<number> {
  const [name, ...args] = words;
  if (!name || name === '--help' || name === '-h' || name === 'help') {
    console.log(usage());
    return name ? 0 : 2;
  }
  const verb = verbs[name];
  if (!verb) {
    console.error(`没有“${name}”这个命令。 There is no command "${name}".\n\n${usage()}`);
    return 2;
  }
  return (await verb.load())(args);
}

if (import.meta.main && argv[1]?.endsWith('main.ts')) {
  process.exitCode = await main(argv.slice(2));
}
