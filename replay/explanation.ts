import type { Break, Verdict } from './replay.ts';

const CONSEQUENCES: Record<Break, string> = {
  commands:
    'an open order at such a point would stand still, because the code asks for something else than it did then',
  result: 'an order that ended one way would now end another way, so open ones may too',
  progress: 'the same order would now be shown otherwise to callers and operators',
  replay: 'the code cannot carry such an order on at all',
};

/** What broke, for which orders, and what to do: for the person whose change it was. */
export function explain(broken: (Verdict & { name?: string })[]): string {
  const kinds = [...new Set(broken.map((verdict) => verdict.broken?.what))].filter((kind) => kind !== undefined);
  return [
    ...broken.map((verdict) => {
      const name = verdict.name === undefined ? '' : `${verdict.name}: `;
      return `${name}${verdict.workflowType} ${verdict.workflowId}, ${verdict.broken?.what ?? ''}: ${verdict.broken?.why ?? ''}`;
    }),
    '',
    ...kinds.map((kind) => `${kind}: ${CONSEQUENCES[kind]}.`),
    'Orders that are open must go on as they were begun: keep the old way for them behind patched(), or take the change back.',
    'How: docs/changing-a-workflow.md.',
  ].join('\n');
}
