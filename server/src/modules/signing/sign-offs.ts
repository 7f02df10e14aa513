/** Which verbs are sign-offs 签批: 审核, 会签, 签发, 复核, 拟办, 批示, and the approval of a use of a seal. */

/** Verbs by flow and node. */
export const SIGN_OFFS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  dispatch: {
    review: ['pass'],
    countersign: ['agree', 'object'],
    approve: ['approve'],
    recheck: ['pass'],
  },
  incoming: {
    propose: ['propose', 'assign'],
    instruct: ['instruct', 'refer', 'file'],
  },
  'seal-use': { approve: ['approve', 'reject'] },
};

/** Whether this verb is one for which a personal signature is offered or required. */
export function isSignOff(flow: string, node: string, verb: string): boolean {
  return SIGN_OFFS[flow]?.[node]?.includes(verb) ?? false;
}
