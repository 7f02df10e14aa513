/** The rules of GB/T 42133-2022 (OFD 档案应用指南) that a file can be held to, each with its clause. */
import type { Finding } from '../../finding.ts';

const rules = {
  'archive-broken-part': ['6.1', 'error', '部件损坏，无法按档案要求检查'],
  'archive-missing-resource': ['6.1', 'error', '所用的资源不在包内'],
  'archive-unreferenced-entry': ['6.2.1 e', 'error', '包内有与主入口无关的文件'],
  'archive-doc-type': ['6.2.1 a', 'error', '文档类型 DocType 应为 OFD-A'],
  'archive-several-documents': ['6.2.1 c', 'error', '一个包内只应有一个文档'],
  'archive-permissions': ['6.2.2 a', 'error', '应去除权限声明'],
  'archive-view-preferences': ['6.2.2 b', 'error', '应去除视图首选项'],
  'archive-document-action': ['6.2.2 c', 'error', '应去除跳转以外的文档动作'],
  'archive-extensions': ['6.2.2 e', 'error', '应去除扩展信息'],
  'archive-page-action': ['6.2.3 c', 'error', '应去除跳转以外的页面动作'],
  'archive-layer-name': ['6.2.3 d', 'error', '同一页的图层不应同名'],
  'archive-block-depth': ['6.2.3 e', 'error', '页块嵌套不应超过三层'],
  'archive-outline-action': ['6.2.5 a', 'error', '应去除大纲中跳转以外的动作'],
  'archive-outline-target': ['6.2.5 b', 'error', '大纲跳转的目标不存在'],
  'archive-resource-place': [
    '6.2.6 a',
    'error',
    '资源登记的位置不对：颜色空间和字型在公共资源，其余在文档资源',
  ],
  'archive-font-missing': ['6.2.6 b', 'error', '所用的字型没有嵌入'],
  'archive-font-not-subset': ['6.2.6 b', 'warning', '嵌入的字型没有取子集'],
  'archive-glyph-missing': ['6.2.6 b', 'error', '嵌入的字型缺少所用的字形'],
  'archive-font-tables': ['6.2.6 c', 'error', '嵌入的字型缺少应保留的表'],
  'archive-image-format': ['6.2.6 e', 'error', '图像格式不在许可的六种之内'],
  'archive-image-extension': ['6.2.6 f', 'error', '图像资源不应带有自定义数据'],
  'archive-audio-video': ['6.2.6 g', 'error', '应去除音频和视频'],
  'archive-color-space': ['6.3.1 b', 'error', '颜色空间只应为灰度、RGB 或 CMYK'],
  'archive-clip-needless': ['6.3.2 a', 'error', '裁剪区包含整个图元，应去除'],
  'archive-clip-empty': ['6.3.2 b', 'error', '裁剪区面积为零，图元应设为不可见'],
  'archive-object-action': ['6.3.3 b', 'error', '应去除页面图元的动作'],
  'archive-idle-stroke': ['6.3.3 c', 'error', '不勾边的图元不应带有线条属性'],
  'archive-composite-style': ['6.3.3 d', 'error', '复合对象不应带有勾边和填充属性'],
  'archive-image-fill': ['6.3.3 e', 'error', '图像对象不应带有填充属性'],
  'archive-image-interpolate': ['6.5 b', 'error', '图像不应插值绘制'],
  'archive-text-size': ['6.6 c', 'error', '文字大小应由 Size 给出'],
  'archive-text-scale': ['6.6 d', 'error', '只有横向缩放的文字应使用 HScale'],
  'archive-annotation-action': ['6.9 a', 'error', '注释不应有依赖外部资源的动作'],
  'archive-goto-target': ['6.9', 'error', '跳转的目标不存在'],
  'archive-annotation-block': ['6.10.1 a', 'error', '注释外观不应有页块嵌套'],
  'archive-annotation-flags': ['6.10.1 a', 'error', '注释应为只读、不缩放、不旋转'],
  'archive-signature-form': ['6.13.1', 'error', '签名或签章不合国家标准的结构，应去技术化'],
  'archive-attachment': ['6.15.2', 'error', '不宜保留的附件应移出'],
  'archive-encryption': ['6.16', 'error', '不应使用加密'],
} as const satisfies Record<string, readonly [string, Finding['severity'], string]>;

/** Codes of all rules. */
export type ArchiveRule = keyof typeof rules;

/** A violated rule. `clause` is the one of GB/T 42133-2022. */
export type ArchiveFinding = Finding & { readonly code: ArchiveRule; readonly clause: string };

/** All codes, for tables. */
export const archiveRules = Object.keys(rules) as readonly ArchiveRule[];

/** At most so many findings of one rule are listed: a page of a million lines says it once. */
const mostOfOneRule = 100;

/** Collects violations. */
export class ArchiveNotes {
  readonly list: ArchiveFinding[] = [];
  readonly #counts = new Map<ArchiveRule, number>();

  note(code: ArchiveRule, place: string, evidence?: string): void {
    const count = (this.#counts.get(code) ?? 0) + 1;
    this.#counts.set(code, count);
    if (count > mostOfOneRule) {
      return;
    }
    const [clause, severity, message] = rules[code];
    this.list.push({
      code,
      clause,
      severity,
      ...(place === '' ? {} : { place }),
      message: `${message}（GB/T 42133 ${clause}）`,
      ...(evidence === undefined ? {} : { evidence: evidence.slice(0, 300) }),
    });
  }
}
