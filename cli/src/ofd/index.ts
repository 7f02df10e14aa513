/** `yiwen ofd VERB …`: one verb a file; every verb takes the words after it and answers the exit code. */
import { RefusedInput } from './input.ts';

type Verb = (args: string[]) => Promise<number>;

const verbs: Record<string, { load: () => Promise<Verb>; usage: string; zh: string; en: string }> = {
  info: {
    load: async () => (await import('./info.ts')).runInfo,
    usage: 'info 文件.ofd [--json]',
    zh: '里面有什么：页、字体、签名、附件、目录、公文标引、读取时发现的问题',
    en: 'what is inside: pages, fonts, signatures, attachments, outline, tags, findings',
  },
  text: {
    load: async () => (await import('./text.ts')).runText,
    usage: 'text 文件.ofd [--page 1-3] [--find 词] [--json]',
    zh: '按阅读顺序取出文字，或找词',
    en: 'the text in reading order, or where a word stands',
  },
  render: {
    load: async () => (await import('./render.ts')).runRender,
    usage: 'render 文件.ofd [--page 1-3] [--dpi 150] [--format png|svg] [-o 文件或目录] [--json]',
    zh: '把页面画成图片，印章照原样盖上',
    en: 'pages as pictures, seals included',
  },
  pdf: {
    load: async () => (await import('./pdf.ts')).runPdf,
    usage: 'pdf 文件.ofd [-o 文件.pdf] [--no-archive] [--json]',
    zh: '转成 PDF，文字仍是文字；能归档时即为 PDF/A-2u',
    en: 'as PDF, text stays text; PDF/A-2u where the input allows',
  },
  'from-pdf': {
    load: async () => (await import('./from-pdf.ts')).runFromPdf,
    usage: 'from-pdf 文件.pdf [-o 文件.ofd] [--json]',
    zh: '把 PDF 转成 OFD，文字、位置、字体不变',
    en: 'a PDF as OFD: same text, places and fonts',
  },
  'from-images': {
    load: async () => (await import('./from-images.ts')).runFromImages,
    usage: 'from-images 图片… -o 文件.ofd [--json]',
    zh: '把扫描图片合成 OFD，一图一页',
    en: 'pictures as OFD, a page each',
  },
  check: {
    load: async () => (await import('./check.ts')).runCheck,
    usage: 'check 文件.ofd [--json]',
    zh: '按归档要求（OFD-A，GB/T 42133-2022）逐条检查',
    en: 'against the archive profile OFD-A, rule by rule',
  },
};

const help = [
  'yiwen ofd 动作 文件 …',
  '',
  ...Object.values(verbs).flatMap(({ usage, zh, en }) => [`  ${usage}`, `      ${zh}`, `      ${en}`]),
  '',
  '退出码 Exit code: 0 成了 done · 1 没成或不符合 not done, or rules broken · 2 用法不对 wrong use',
].join('\n');

/** `yiwen ofd`. */
export async function runOfd(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h') {
    console.log(help);
    return name === undefined ? 2 : 0;
  }
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (!verb) {
    console.error(`没有“ofd ${name}”这个动作。 There is no "ofd ${name}".\n\n${help}`);
    return 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    console.log(`yiwen ofd ${verb.usage}\n${verb.zh}\n${verb.en}`);
    return 0;
  }
  try {
    return await (await verb.load())(rest);
  } catch (error) {
    if (error instanceof RefusedInput) {
      console.error(error.message);
      return error.exitCode;
    }
    if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
      console.error(`用法不对 Wrong use: ${error.message}\n\nyiwen ofd ${verb.usage}`);
      return 2;
    }
    throw error;
  }
}
