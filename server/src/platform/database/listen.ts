import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/**
 * Listens to a NOTIFY channel on a connection of its own and takes it up again when it breaks. Messages sent meanwhile
 * are lost, so `onReconnect` must look for itself.
 */
export async function listen(
  options: pg.ClientConfig,
  channel: string,
  fn: (payload: string) => void,
  onReconnect: () => void,
): Promise<{ close(): Promise<void> }> {
  if (!/^[a-z_]+$/.test(channel)) {
    throw new Error(`channel ${channel} must be lower-case letters and underscores`);
  }
  let closed = false;
  let client = await connect();

  async function connect(): Promise<pg.Client> {
    const next = new pg.Client(options);
    next.on('error', () => undefined);
    next.on('notification', (message) => fn(message.payload ?? ''));
    next.on('end', () => {
      if (!closed) {
        void again();
      }
    });
    await next.connect();
    await next.query(`listen ${channel}`);
    return next;
  }

  async function again(): Promise<void> {
    for (let waitMs = 200; !closed; waitMs = Math.min(waitMs * 2, 5_000)) {
      await delay(waitMs, undefined, { ref: false });
      try {
        client = await connect();
        onReconnect();
        return;
      } catch {
        // Tried again after a longer pause; the polling beside every listener keeps the work going meanwhile.
      }
    }
  }

  return {
    async close() {
      closed = true;
      await client.end().catch(() => undefined);
    },
  };
}
