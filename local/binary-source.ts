import type { PinnedBinary, PinnedBuild } from './pinned-binaries.ts';

/** What a source is asked to fetch, and where it may work. */
export interface BinaryRequest {
  readonly binary: PinnedBinary;
  readonly build: PinnedBuild;
  /** An empty folder of this request's own; the caller removes it. */
  readonly directory: string;
  /** Environment of the processes that the source starts. */
  readonly environment: NodeJS.ProcessEnv;
}

/** A way to get a Temporal binary onto this machine. */
export interface BinarySource {
  /** As a person would call it, to end the sentence "fetched with …". */
  readonly title: string;
  /**
   * Fetches the binary, without running it: the caller verifies its sum first.
   *
   * @returns Path of the binary, inside the request's folder.
   * @throws When it cannot be fetched; the message says why.
   */
  fetch(request: BinaryRequest): Promise<string>;
}
