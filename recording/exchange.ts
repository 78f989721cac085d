import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** A call to Octane and its answer, with people's data replaced. */
export const exchange = z.strictObject({
  request: z.strictObject({
    method: z.string(),
    /** Below Octane's base URL, such as `/v1/service/orders`. */
    path: z.string().startsWith('/'),
    query: z.record(z.string(), z.string()),
    body: z.json().optional(),
  }),
  answer: z.strictObject({
    httpStatus: z.number().int(),
    contentType: z.string(),
    /** Octane's clock, from the header. */
    date: z.string().optional(),
    /** When it was JSON. */
    json: z.json().optional(),
    /** When it was anything else. */
    text: z.string().optional(),
  }),
});
export type Exchange = z.output<typeof exchange>;

/** Keeps an exchange as a file of its own; the names of the files are in the order of the calls. */
export async function writeExchange(folder: string, number: number, recorded: Exchange): Promise<void> {
  const { method, path } = recorded.request;
  const about = path.replace(/[^\w]+/g, '-').replace(/^-|-$/g, '');
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${String(number).padStart(4, '0')}-${method}-${about}.json`);
  await writeFile(file, `${JSON.stringify(exchange.parse(recorded), undefined, 2)}\n`);
}

/**
 * The exchanges of a folder, in the order of the calls.
 *
 * @throws Error naming the file that is none.
 */
export async function readConversation(folder: string): Promise<Exchange[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).toSorted();
  return Promise.all(
    files.map(async (name) => {
      try {
        return exchange.parse(JSON.parse(await readFile(join(folder, name), 'utf8')));
      } catch (error) {
        throw new Error(`${name} is no recorded exchange.`, { cause: error });
      }
    }),
  );
}
