/** The parts of the interface's answers that the tests read; the whole stands in contract/openapi.json. */

/** An item of the to-do list. */
export interface TodoItem {
  stepId: string;
  matterId: string;
  node: string;
  title: string;
  number?: string;
}

/** What a verb answers. */
export interface VerbAnswer {
  acts: { id: string; kind: string }[];
  open: { stepId: string; node: string }[];
  matter: { state: 'open' | 'closed'; revision: number };
}

/** A matter's page. */
export interface MatterView {
  id: string;
  title: string;
  state: 'open' | 'closed';
  revision: number;
  document: {
    id: string;
    versionId: string;
    registration: { number?: string; verifyCode?: string; incomingNumber?: string };
    origin?: string;
    report?: { verdict: string };
    renditions: { id: string; format: 'ofd' | 'pdf'; sealed: boolean; href: string; name: string }[];
    pages: { count: number; hrefs: string[] };
  };
  steps: { id: string; node: string; state: string }[];
  mine: null | {
    stepId: string;
    node: string;
    verbs: { verb: string; needs: string[]; posts?: { id: string; title: string; name: string }[] }[];
  };
  timeline: { id: string; kind: string; logged: null | { index: number; origin: string } }[];
  deliveries: { id: string; receiver: string; state: string }[];
  sealing?: { state: string };
}

/** An organ of the directory. */
export interface OrganView {
  id: string;
  name: string;
  shortName: string;
}
