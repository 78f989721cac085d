import type { Connection } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import { encodeSearchAttributeIndexedValueType } from '@temporalio/common/lib/search-attributes.js';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes.ts';

/** The part of a connection, of the client's kind or the worker's, that is needed here. */
type Operator = Pick<Connection, 'operatorService'>;

const WANTED = Object.values(SEARCH_ATTRIBUTES);

/** How the namespace's search attributes differ from the contract's. */
export async function compareSearchAttributes(
  connection: Operator,
  namespace: string,
): Promise<{ missing: (typeof WANTED)[number][]; wrong: (typeof WANTED)[number][] }> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  return {
    missing: WANTED.filter(({ name }) => !(name in customAttributes)),
    wrong: WANTED.filter(({ name, type }) => name in customAttributes && customAttributes[name] !== valueType(type)),
  };
}

/**
 * Makes sure that the namespace has the contract's search attributes, creating those that are missing.
 *
 * @returns the names of those it created.
 * @throws Error with the exact command for an operator, where the server does not let us; or naming an attribute of another type.
 */
export async function ensureSearchAttributes(connection: Operator, namespace: string): Promise<string[]> {
  const { missing, wrong } = await compareSearchAttributes(connection, namespace);
  if (wrong.length > 0) {
    const list = wrong
      .map(({ name, type }) => `${name} must be ${TypedSearchAttributes.toMetadataType(type)}`)
      .join(', ');
    throw new Error(`Namespace ${namespace} has search attributes of another type: ${list}. Remove them there first.`);
  }
  if (missing.length === 0) return [];
  try {
    await addSearchAttributes(connection, namespace, missing);
  } catch (error) {
    throw new Error(
      `Namespace ${namespace} lacks search attributes, and the server does not let this worker create them. Have an operator run:\n` +
        `  ${commandToCreate(namespace, missing)}`,
      { cause: error },
    );
  }
  return missing.map(({ name }) => name);
}

/** The command with which an operator creates them. */
export function commandToCreate(namespace: string, keys: readonly (typeof WANTED)[number][]): string {
  const attributes = keys.map(
    ({ name, type }) => `--name ${name} --type ${TypedSearchAttributes.toMetadataType(type)}`,
  );
  return `temporal operator search-attribute create --namespace ${namespace} ${attributes.join(' ')}`;
}

export async function addSearchAttributes(
  connection: Operator,
  namespace: string,
  keys: (typeof WANTED)[number][],
): Promise<void> {
  const searchAttributes = Object.fromEntries(keys.map(({ name, type }) => [name, valueType(type)]));
  await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
}

function valueType(type: (typeof WANTED)[number]['type']) {
  const encoded = encodeSearchAttributeIndexedValueType(type);
  if (encoded === undefined) throw new Error(`The SDK knows no search attribute type ${type}.`);
  return encoded;
}
