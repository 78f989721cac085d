import type { Fallout } from '../../contract/fallout.ts';
import { FLOW_TABLE } from '../../contract/flows.ts';
import { cut, TEXT_LIMITS } from '../../contract/limits.ts';
import { escapeMarkdown } from '../../contract/markdown.ts';
import type { Progress } from '../../contract/outputs.ts';

/** Markdown for the Web UI: state first, then what a person should do, then the order, then what happened so far. */
export function detailsOf(progress: Progress): string {
  const { reference, flow, state, waitingFor, heldBy, orderId, custNo, groupNo, appointment, fallout, timeline } =
    progress;
  const raw = [progress.orderStatus, progress.orderSubStatus, progress.orderExternalStatus].filter(Boolean).join(' / ');
  const paragraphs = [
    `### ${FLOW_TABLE[flow].title} ${escapeMarkdown(reference)}: ${state}`,
    fallout && questionOf(fallout),
    progress.hint && `**${progress.hint}**`,
    progress.dueDate && `${progress.inJeopardy ? '**In jeopardy**, due' : 'Due'}: ${minute(progress.dueDate)}`,
    waitingFor &&
      `Waiting for: **${waitingFor}**${heldBy === undefined ? '' : `, which ${escapeMarkdown(heldBy)} holds`}`,
    appointment && `Appointment: ${minute(appointment.startTime)}`,
    [
      `- Octane's order: **${escapeMarkdown(orderId ?? 'none yet')}**${raw && `, ${escapeMarkdown(raw)}`}`,
      `- Customer: **${custNo ?? 'new'}**, group ${groupNo ?? '–'}`,
    ].join('\n'),
    // The newest first: it is what an operator wants to see.
    timeline
      .map(({ at, text }) => `- ${minute(at)}: ${escapeMarkdown(text)}`)
      .toReversed()
      .join('\n'),
  ];
  return cut(paragraphs.filter(Boolean).join('\n\n'), TEXT_LIMITS.details);
}

/** What the operator has to decide, with what each answer would do. */
function questionOf({ code, step, sentence, choices }: Fallout): string {
  const first = choices[0]?.action ?? 'abandon';
  const answers = choices.map(({ action, effect }) => `- \`${action}\`: ${effect}`).join('\n');
  return `**A person must decide** (${code}, at: ${step}). ${escapeMarkdown(sentence)}\n\nAnswer with the update \`resolve\`, such as\n\`{"action":"${first}","by":"who","reason":"why"}\`:\n\n${answers}`;
}

/** 2026-03-02 09:00 UTC */
function minute(at: string | undefined): string {
  return at === undefined ? '–' : `${escapeMarkdown(at.slice(0, 16)).replace('T', ' ')} UTC`;
}
