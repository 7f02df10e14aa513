/** The workflow's door: matters run on flows by one step function. */
export { actBody } from './acts.ts';
export { answerOnce, type KeyedCommand } from './answer-once.ts';
export { approvalSignature, approvalStatement } from './approval-body.ts';
export { auditMatters } from './audit.ts';
export { type Cursor, readCursor, writeCursor } from './cursor.ts';
export { type Flow, type FlowNode, input, label, nodeOf, type Verb } from './flow.ts';
export { FLOWS } from './flows.ts';
export { type Ink, ink, type StoredInk, showInk, storedInk, storeInk } from './ink.ts';
export { readMatterPage } from './matter-page.ts';
export { listMatters, readableMatter } from './matters.ts';
export { officeRoles, workflowModule } from './module.ts';
export { type NewMatterInput, openMatter } from './open-matter.ts';
export { nameOf, type PostView, postsOf, type Standing, standingOf } from './people.ts';
export { type Performance, type Performed, perform, performIn, performSystem, rehearse } from './perform.ts';
export {
  type Attest,
  type Registry,
  type Section,
  type VerbEffect,
  type VerbHandler,
  type VerbInput,
  workflowRegistry,
} from './registry.ts';
export { performed } from './routes.ts';
export {
  describeMatter,
  loadMatter,
  loadSteps,
  type Matter,
  type MatterFace,
  matterOfDocument,
  type StoredStep,
} from './store.ts';
export { type VerbBody, verbBody } from './verb-body.ts';
export { storable, storableDeep, words } from './words.ts';
