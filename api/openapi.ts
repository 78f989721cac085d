import swagger from '@fastify/swagger';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { fieldsOf, isObject } from '../contract/plain-objects.ts';
import type { ApiServer } from './api-server.ts';

type Override = NonNullable<z.core.ToJSONSchemaParams['override']>;

/** Dates go out as JSON writes them; and an answer may gain fields, so that no program may refuse those. */
const override: Override = ({ zodSchema, jsonSchema }) => {
  if (zodSchema instanceof z.ZodDate) Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
  if (zodSchema instanceof z.ZodObject && zodSchema.def.catchall === undefined) delete jsonSchema.additionalProperties;
};

/** Describes the routes that are added after it, from their schemas. */
export async function describeApi(server: ApiServer): Promise<void> {
  const zodToJsonConfig = { override };
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'nbn-orders',
        version: '1',
        description:
          'NBN orders over Telcoinabox: start them, see how they stand, decide what cannot continue by itself.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/' }],
      tags: [
        { name: 'orders', description: 'Start orders, and see how they stand.' },
        { name: 'updates', description: 'Change an order that runs.' },
        { name: 'notifications', description: 'What other systems tell.' },
        { name: 'events', description: 'Webhooks that a receiver has not taken.' },
        { name: 'codec', description: 'Payloads, for Temporal’s Web UI.' },
        { name: 'health', description: 'For whatever runs the process.' },
      ],
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', description: 'An API key, or a JWT of the configured issuer.' },
        },
      },
      security: [{ bearer: [] }],
    },
    transform: createJsonSchemaTransform({ zodToJsonConfig }),
    transformObject: createJsonSchemaTransformObject({ zodToJsonConfig }),
  });
  let document: object;
  server.addHook('onReady', (done) => {
    document = asUsed(server.swagger());
    done();
  });
  server.get('/openapi.json', { schema: { hide: true } }, () => document);
}

/** Each schema is made for requests, as `…Input`, and for answers; most are used in one of them. */
function asUsed(document: object): object {
  const text = JSON.stringify(document);
  const components = fieldsOf(fieldsOf(document)['components']);
  const schemas = Object.entries(fieldsOf(components['schemas'])).filter(([name]) =>
    text.includes(`"#/components/schemas/${name}"`),
  );
  const nullable = schemas.map(([name, schema]) => [name, name.endsWith('Input') ? withNulls(schema) : schema]);
  return { ...document, components: { ...components, schemas: Object.fromEntries(nullable) as object } };
}

/** In a request null counts as absent, so that what may be missing may be null. */
function withNulls(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withNulls);
  if (!isObject(schema)) return schema;
  const inside = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, withNulls(value)]));
  const required = Array.isArray(schema['required']) ? (schema['required'] as unknown[]) : [];
  if (!isObject(inside['properties'])) return inside;
  const properties = Object.entries(inside['properties']).map(([name, value]) => [
    name,
    required.includes(name) ? value : { anyOf: [value, { type: 'null' }] },
  ]);
  return { ...inside, properties: Object.fromEntries(properties) as object };
}
