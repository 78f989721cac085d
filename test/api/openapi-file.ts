import { pino } from 'pino';
import { NbnOrders } from '../../client/index.ts';
import { ApiKeys } from '../../api/authentication/api-keys.ts';
import { EncryptionCodec } from '../../temporal/encryption/codec.ts';
import { createApi } from '../../api/server.ts';

export const OPENAPI_FILE = new URL('../../api/openapi.json', import.meta.url);

/** What the API says of itself, as its file should be. */
export async function generatedOpenApi(): Promise<string> {
  const orders = await NbnOrders.connect({ lazy: true });
  const server = await createApi({
    orders,
    logins: { keys: new ApiKeys([]) },
    audit: () => undefined,
    codec: new EncryptionCodec(undefined),
    requestsPerSecond: 1,
    logger: pino({ enabled: false }),
  });
  const { body } = await server.inject('/openapi.json');
  await server.close();
  await orders.close();
  return `${JSON.stringify(JSON.parse(body), undefined, 2)}\n`;
}
