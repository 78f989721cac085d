import { InvalidArgumentError, type Command } from 'commander';

/** Nothing is known, because nothing could be asked. */
const COULD_NOT_BE_DONE = 2;

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description(
      'before the first order: try what only reads at the Octane of OCTANE_* and NBN_CONFIG, and check Temporal; exits with 0: well, 1: something is bad, 2: could not be done',
    )
    .option('-c, --custNo <number>', 'a customer of yours with a service', whole)
    .option('--orderId <id>', 'an order of that customer')
    .option('--locationId <id>', 'a location, such as LOC000012345678')
    .option('-g, --groupNo <group>', 'the group; default OCTANE_GROUP_NO')
    .option('--json', 'as JSON')
    .action(
      async (options: { custNo?: number; orderId?: string; locationId?: string; groupNo?: string; json?: boolean }) => {
        try {
          // It needs the worker's configuration and Octane's client: only here, and only now.
          const { examine } = await import('../../doctor/command.ts');
          if (!(await examine(options))) process.exitCode = 1;
        } catch (error) {
          console.error(error instanceof Error ? error.message : error);
          process.exitCode = COULD_NOT_BE_DONE;
        }
      },
    );
}

function whole(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number <= 0) throw new InvalidArgumentError('It must be a whole number.');
  return number;
}
