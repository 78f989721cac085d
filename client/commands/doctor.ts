import type { Command } from 'commander';
import { EXIT_CODES } from './exit-codes.ts';
import { failureLine } from './failure.ts';
import { serverOf } from './global-options.ts';
import { addJson } from './options.ts';
import { whole } from './values.ts';

interface DoctorOptions {
  custNo?: number;
  orderId?: string;
  locationId?: string;
  groupNo?: string;
  json?: boolean;
}

export function addDoctor(program: Command): void {
  const doctor = program
    .command('doctor')
    .description(
      'before the first order: try what only reads at the Octane of OCTANE_* and NBN_CONFIG, and check Temporal; exits with 0: well, 1: something is bad, 2: could not be done',
    )
    .option('-c, --custNo <number>', 'a customer of yours with a service', whole)
    .option('--orderId <id>', 'an order of that customer')
    .option('--locationId <id>', 'a location, such as LOC000012345678')
    .option('-g, --groupNo <group>', 'the group; default OCTANE_GROUP_NO');
  addJson(doctor, 'as JSON')
    .addHelpText('after', '\nExample:\n  nbn doctor --custNo 100001 --orderId 5000001')
    .action(async (options: DoctorOptions, command: Command) => {
      try {
        // It needs the worker's configuration and Octane's client: only here, and only now.
        const { examine } = await import('../../doctor/command.ts');
        if (!(await examine(options, serverOf(command)))) process.exitCode = 1;
      } catch (error) {
        console.error(failureLine(error));
        process.exitCode = EXIT_CODES.notCompared;
      }
    });
}
