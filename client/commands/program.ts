import { readFileSync } from 'node:fs';
import { Command, Help } from 'commander';
import { addCompletion } from './completion.ts';
import { addDoctor } from './doctor.ts';
import { addEvents } from './events.ts';
import { addGlobalOptions } from './global-options.ts';
import { addList } from './list.ts';
import { addPoll } from './poll.ts';
import { addReconcile } from './reconcile.ts';
import { addReplay } from './replay.ts';
import { addReschedule } from './reschedule.ts';
import { addResolve } from './resolve.ts';
import { addShow } from './show.ts';
import { addSlots } from './slots.ts';
import { addStart } from './start.ts';
import { addWatch } from './watch.ts';
import { addWithdraw } from './withdraw.ts';

/** In the order of the help. */
const COMMANDS = [
  addStart,
  addShow,
  addWatch,
  addList,
  addResolve,
  addWithdraw,
  addSlots,
  addReschedule,
  addPoll,
  addReconcile,
  addEvents,
  addReplay,
  addDoctor,
  addCompletion,
];

/** The command `nbn` with all its commands. */
export function nbnProgram(): Command {
  const program = new Command('nbn')
    .description('Starts NBN orders and tells how they stand.')
    .version(versionOf(), '-V, --version')
    .configureHelp({ showGlobalOptions: true, optionDescription: describedOption })
    // A slip is told in one line.
    .configureOutput({
      outputError: (text, write) => {
        write(`${text.trim().replaceAll(/\s*\n\s*/g, ' ')}\n`);
      },
    })
    .addHelpText(
      'after',
      '\nExamples:\n  nbn start planChange --file order.json --wait\n  nbn list --state fallout\n  nbn show SO-1001\n\nHelp for a command: nbn help <command>',
    );
  addGlobalOptions(program);
  for (const add of COMMANDS) add(program);
  return program;
}

const describedOption: Help['optionDescription'] = (option) =>
  `${Help.prototype.optionDescription(option)}${option.mandatory ? ' (required)' : ''}`;

/** Of package.json, which lies above the sources, and one folder higher above what was built of them. */
function versionOf(): string {
  for (const path of ['../../package.json', '../../../package.json']) {
    try {
      const { version } = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as { version: string };
      return version;
    } catch {
      continue;
    }
  }
  return 'unknown';
}
