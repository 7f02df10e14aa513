/**
 * One observation about a document, returned and never thrown: the list of all of them is the product.
 * `code` is kebab-case and stable; `message` is zh-CN for a clerk; `place` names the entry, object or byte
 * range; `evidence` holds what was found (never secrets).
 */
export type Finding = {
  code: string;
  severity: 'info' | 'warning' | 'error';
  place?: string;
  message: string;
  evidence?: string;
};
