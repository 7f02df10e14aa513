/**
 * What a flow must satisfy before a matter may run on it. The step function trusts a flow that passes; findings are
 * returned all at once, so that whoever writes a flow sees every fault.
 */

import { destinationsOf, type Flow, type FlowNode, nodeOf, type Verb } from './flow.ts';

/** One fault of a flow, in words for whoever writes flows. */
export type FlowFault = { readonly code: string; readonly place: string; readonly message: string };

/** All faults of a flow; empty when it may run. */
export function checkFlow(flow: Flow): FlowFault[] {
  const contexts = contextsOf(flow);
  return [
    ...repeatedNames(flow),
    ...danglingDestinations(flow),
    ...anytimeFaults(flow),
    ...flow.nodes.flatMap((node) => [...nodeFaults(flow, node), ...contextFaults(node, contexts)]),
  ];
}

function fault(code: string, place: string, message: string): FlowFault {
  return { code, place, message };
}

function repeatedNames(flow: Flow): FlowFault[] {
  const faults: FlowFault[] = [];
  const ids = flow.nodes.map((node) => node.id);
  for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i))) {
    faults.push(fault('node-repeated', id, `节点 ${id} 重复`));
  }
  for (const node of flow.nodes) {
    const verbs = [...node.verbs, ...flow.anytime].map((verb) => verb.verb);
    for (const verb of new Set(verbs.filter((name, i) => verbs.indexOf(name) !== i))) {
      faults.push(fault('verb-repeated', `${node.id}.${verb}`, `节点 ${node.id} 的操作 ${verb} 重复`));
    }
  }
  return faults;
}

function danglingDestinations(flow: Flow): FlowFault[] {
  const faults: FlowFault[] = [];
  if (nodeOf(flow, flow.start) === undefined) {
    faults.push(fault('start-unknown', flow.start, `起始节点 ${flow.start} 不存在`));
  }
  for (const node of flow.nodes) {
    for (const verb of node.verbs) {
      for (const to of destinationsOf(verb.effect, node)) {
        if (nodeOf(flow, to) === undefined) {
          faults.push(
            fault('destination-unknown', `${node.id}.${verb.verb}`, `${verb.label.zh}去往不存在的节点 ${to}`),
          );
        }
      }
    }
  }
  return faults;
}

const ANYTIME_KINDS: ReadonlySet<string> = new Set(['remove', 'urge', 'withdraw']);

function anytimeFaults(flow: Flow): FlowFault[] {
  return flow.anytime
    .filter((verb) => !ANYTIME_KINDS.has(verb.effect.kind) || verb.system)
    .map((verb) => fault('not-an-anytime-verb', verb.verb, `${verb.label.zh}只能由步骤的承办人操作`));
}

function nodeFaults(flow: Flow, node: FlowNode): FlowFault[] {
  const faults: FlowFault[] = [];
  if (!node.verbs.some((verb) => leavesNode(verb))) {
    faults.push(fault('no-way-out', node.id, `节点 ${node.id} 没有离开的操作`));
  }
  if (node.verbs.filter((verb) => verb.primary).length > 1) {
    faults.push(fault('two-primary-verbs', node.id, `节点 ${node.id} 有两个主要操作`));
  }
  for (const verb of node.verbs) {
    faults.push(...verbFaults(flow, node, verb));
  }
  return faults;
}

function leavesNode(verb: Verb): boolean {
  return ['advance', 'return', 'fork', 'arrive', 'close'].includes(verb.effect.kind);
}

function verbFaults(flow: Flow, node: FlowNode, verb: Verb): FlowFault[] {
  const place = `${node.id}.${verb.verb}`;
  const effect = verb.effect;
  if (ANYTIME_KINDS.has(effect.kind)) {
    return [fault('anytime-verb-in-node', place, `${verb.label.zh}应当放在 anytime`)];
  }
  if (effect.kind === 'advance' && typeof effect.to !== 'string' && effect.to.at(-1)?.when !== undefined) {
    return [fault('no-last-way', place, `${verb.label.zh}在条件都不成立时无处可去`)];
  }
  const goesToNamed = destinationsOf(effect, node).some((to) => nodeOf(flow, to)?.who.by === 'named');
  if (effect.kind === 'advance' && goesToNamed && !verb.needs.includes('post')) {
    return [fault('nobody-asked-for', place, `${verb.label.zh}没有要求指定承办人`)];
  }
  if (effect.kind === 'fork' && 'node' in effect.next) {
    const next = nodeOf(flow, effect.next.node);
    if (next !== undefined && next.who.by !== 'role') {
      return [fault('join-without-role', place, `${verb.label.zh}汇合后的节点必须按角色指定承办人`)];
    }
  }
  return [];
}

/** Where a node can stand: on the main line, inside a branch of a fork, or both. */
type Context = 'main' | 'branch';

/** Every node's reachable contexts; a node without an entry is never reached. */
function contextsOf(flow: Flow): Map<string, Set<Context>> {
  const contexts = new Map<string, Set<Context>>();
  const pending: [string, Context][] = [[flow.start, 'main']];
  while (pending.length > 0) {
    const [id, context] = pending.pop()!;
    const node = nodeOf(flow, id);
    const seen = contexts.get(id) ?? new Set<Context>();
    if (node === undefined || seen.has(context)) {
      continue;
    }
    contexts.set(id, seen.add(context));
    for (const { effect } of node.verbs) {
      if (effect.kind === 'fork') {
        pending.push(...effect.open.map((opening): [string, Context] => [opening.node, 'branch']));
        pending.push(['node' in effect.next ? effect.next.node : id, context]);
      } else {
        pending.push(...destinationsOf(effect, node).map((to): [string, Context] => [to, context]));
      }
    }
  }
  return contexts;
}

function contextFaults(node: FlowNode, contexts: ReadonlyMap<string, ReadonlySet<Context>>): FlowFault[] {
  const context = contexts.get(node.id);
  if (context === undefined) {
    return [fault('unreachable', node.id, `节点 ${node.id} 无法到达`)];
  }
  const faults: FlowFault[] = [];
  for (const verb of node.verbs) {
    const place = `${node.id}.${verb.verb}`;
    if (verb.effect.kind === 'close' && context.has('branch')) {
      faults.push(fault('close-in-branch', place, '分支里的步骤不能办结整件'));
    }
    if ((verb.effect.kind === 'arrive' || verb.effect.kind === 'add') && context.has('main')) {
      faults.push(fault('branch-verb-on-main-line', place, `${verb.label.zh}只能用在分支里`));
    }
  }
  if (node.who.by === 'forker' && context.has('main')) {
    faults.push(fault('forker-on-main-line', node.id, `节点 ${node.id} 不在分支里，没有发起人`));
  }
  return faults;
}
