import { WebSocket } from 'ws';

/**
 * Time from a change in the workflow to each of many clients of one run, over whole runs. It counts from the start of
 * the workflow task that makes the change, which is when the run itself says that a stage ended; server, gateway and
 * clients have the same clock.
 */
export async function measureLatency({
  gateway,
  clients,
  rounds,
}: {
  gateway: string;
  clients: number;
  rounds: number;
}) {
  const latencies: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const sockets = await Promise.all(Array.from({ length: clients }, () => open(gateway)));
    const response = await fetch(`${gateway}/api/training/execute`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ dataset_path: 'counselling/conversations.jsonl', seed: round }),
    });
    const { execution_id } = (await response.json()) as { execution_id: string };
    await Promise.all(sockets.map((socket) => listen(socket, execution_id, latencies)));
    for (const socket of sockets) socket.terminate();
  }
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { events: sorted.length, p50: at(0.5), p95: at(0.95), max: at(1) };
}

async function open(gateway: string): Promise<WebSocket> {
  const socket = new WebSocket(`${gateway.replace('http', 'ws')}/ws`);
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return socket;
}

/** Until the run has ended. Events of before the subscription are late by nobody's fault and do not count. */
function listen(socket: WebSocket, execution_id: string, latencies: number[]): Promise<void> {
  return new Promise((resolve) => {
    socket.on('message', (data) => {
      const now = Date.now();
      const message = JSON.parse(String(data));
      if (message.event !== undefined && message.type !== 'subscribed')
        latencies.push(now - Date.parse(message.timestamp));
      if (message.type === 'unsubscribed') resolve();
    });
    socket.send(JSON.stringify({ type: 'subscribe', execution_id }));
  });
}
