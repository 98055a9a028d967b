import { Connection } from '@temporalio/client';
import { parseConfig } from '../contracts/config.ts';
import { ensureSearchAttributes } from '../local/temporal-namespace.ts';

/** Registers the search attributes of a server that was not started by us; doing it again changes nothing. */
const config = parseConfig(process.env);
const address = config.TEMPORAL_ADDRESS ?? `127.0.0.1:${config.TEMPORAL_PORT}`;
const connection = await Connection.connect({ address });
try {
  await ensureSearchAttributes(connection, { namespace: config.TEMPORAL_NAMESPACE });
  console.log(`search attributes are registered: ${address}, namespace ${config.TEMPORAL_NAMESPACE}`);
} finally {
  await connection.close();
}
