import type { Result } from './results.ts';
import { scaleInWords, type Figure } from './scenario.ts';

/** All that was measured, as one page of Markdown: what is missed first, then each scenario with its command, its figures and its plots. */
export function summaryOf(kept: readonly Result[]): string {
  return [
    '# What was measured',
    '',
    'Written by `npm run bench`, from the files beside it; [docs/scaling.md](../../docs/scaling.md) says what each scenario measures, and why a target is missed.',
    '',
    ...machinesOf(kept),
    '',
    '## Missed',
    '',
    ...missedIn(kept),
    ...kept.flatMap(sectionOf),
    '',
  ].join('\n');
}

/** Of all at once where all were run alike. */
function machinesOf(kept: readonly Result[]): string[] {
  const of = ({ machine: { cpu, cores, memoryGB, system }, versions }: Result) =>
    `${cores} cores (${cpu}), ${memoryGB} GB, ${system}; ${Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}`;
  const groups = new Map<string, string[]>();
  for (const result of kept) groups.set(of(result), [...(groups.get(of(result)) ?? []), `\`${result.scenario}\``]);
  return [...groups].map(([words, scenarios]) => `- ${words}: ${scenarios.join(', ')}`);
}

function missedIn(kept: readonly Result[]): string[] {
  const rows = kept.flatMap(({ scenario, figures, wrong }) => [
    ...wrong.map((why) => `- \`${scenario}\` does not count: ${why}`),
    ...figures
      .filter(({ target }) => target?.met === false)
      .map(({ what, value, target }) => `- \`${scenario}\`: ${what}: ${value}; target ${target?.text ?? ''}`),
  ]);
  return rows.length > 0 ? rows : ['Nothing.'];
}

function sectionOf({ scenario, at, command, scale, figures, plots = [] }: Result): string[] {
  return [
    '',
    `## ${scenario}`,
    '',
    `\`${command}\`, ${at.slice(0, 16).replace('T', ' ')} UTC. ${scaleInWords(scale)}.`,
    '',
    '| Figure | Value | Target | Met |',
    '| --- | --- | --- | --- |',
    ...figures.map(rowOf),
    ...plots.flatMap(({ file, title }) => ['', `![${title}](${file})`]),
  ];
}

function rowOf({ what, value, target }: Figure): string {
  const met = target === undefined ? '' : target.met ? 'yes' : '**no**';
  return `| ${[what, value, target?.text ?? '', met].map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
