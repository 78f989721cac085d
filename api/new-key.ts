import { parseArgs } from 'node:util';
import { checkedEntry, newApiKey } from './authentication/api-keys.ts';
import { rolesIn } from './roles.ts';

const USAGE =
  'npm run api:key -- --name portal --role starter --expires 2027-06-30T00:00:00Z   (--role may be repeated)';

/** Makes an API key: shows it once, and the entry for the file that NBN_API_KEYS names. */
try {
  const { values } = parseArgs({
    options: {
      name: { type: 'string' },
      role: { type: 'string', multiple: true },
      expires: { type: 'string' },
    },
  });
  const { name = '', role = [], expires = '' } = values;
  const { key, entry } = newApiKey(name, rolesIn(role), expires);
  checkedEntry({ ...entry, roles: role });
  console.log(`The key, shown once; give it to ${name}:\n  ${key}\n`);
  console.log(`Its entry for "keys" in the file that NBN_API_KEYS names:\n  ${JSON.stringify(entry)}`);
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\nUsage: ${USAGE}`);
  process.exitCode = 1;
}
