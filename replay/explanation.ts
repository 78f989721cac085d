import type { Break, Verdict } from './replay.ts';

const CONSEQUENCES: Record<Break, string> = {
  commands:
    'an open order at such a point would stand still, because the code asks for something else than it did then',
  result: 'an order that ended one way would now end another way, so open ones may too',
  progress: 'the same order would now be shown otherwise to callers and operators',
  replay: 'the code cannot continue such an order at all',
};

/** A broken workflow in a line. */
export function describe({ workflowType, workflowId, broken }: Verdict): string {
  return `${workflowType} ${workflowId}, ${broken?.what ?? 'ok'}: ${broken?.why ?? ''}`;
}

/** What it means that something broke, and what to do: for the person whose change it was. */
export function advice(breaks: Iterable<Break>): string {
  return [
    ...Array.from(new Set(breaks), (what) => `${what}: ${CONSEQUENCES[what]}.`),
    'Open orders must continue as they began: keep the old way for them behind a patch (workflows/patches.ts), or take the change back.',
    'How: docs/changing-a-workflow.md.',
  ].join('\n');
}
