// Lets the Temporal SDK download a server, and does not run it. Arguments: the executable's name, its version, the folder.
// A process of its own (plain JavaScript, so that it needs no loader): a download cannot be cancelled, a process can be
// ended, and the SDK's native runtime stays out of the process that asked.
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Runtime } from '@temporalio/worker';

// The SDK would take these signals as a wish to drain its workers; here Ctrl-C is to end the download.
Runtime.install({ shutdownSignals: [] });

const [executable, version, downloadDir] = process.argv.slice(2);
const server = {
  executable: { type: 'cached-download', version: `v${version}`, downloadDir },
  // No process can be started with a NUL in its arguments. So the SDK downloads, and then fails to start what has not been
  // verified yet.
  extraArgs: ['\0'],
};

try {
  const environment =
    executable === 'temporal'
      ? await TestWorkflowEnvironment.createLocal({ server })
      : await TestWorkflowEnvironment.createTimeSkipping({ server });
  await environment.teardown();
} catch (error) {
  // Whether it worked shows in the folder; this is the reason when it did not.
  console.log(error instanceof Error ? error.message : String(error));
}
