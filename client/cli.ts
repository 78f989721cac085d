import { EXIT_CODES } from './commands/exit-codes.ts';
import { failureLine } from './commands/failure.ts';
import { nbnProgram } from './commands/program.ts';
import { endWithReader } from './printing/terminal.ts';

endWithReader();
try {
  await nbnProgram().parseAsync();
} catch (error) {
  console.error(failureLine(error));
  process.exitCode = EXIT_CODES.notDone;
}
