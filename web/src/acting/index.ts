export { ActPanel } from './act-panel.tsx';
export { type InkDesk, useInkDesk } from './ink-desk.ts';
export { performAct } from './perform-act.ts';
