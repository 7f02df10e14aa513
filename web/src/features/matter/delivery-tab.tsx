import type { Delivery } from '../../api/index.ts';
import { listTime } from '../../design/index.ts';
import { fill, useWords, type Words } from '../../words/index.ts';

const RECEIVED = new Set<Delivery['state']>(['signed-for', 'registered', 'closed']);

/** Who has the paper and who has not yet. */
export function DeliveryTab({ deliveries }: { deliveries: Delivery[] }) {
  const words = useWords();
  const missing = deliveries.filter((delivery) => !RECEIVED.has(delivery.state));
  return (
    <div className="stack-tight">
      <p className="strong">
        {missing.length === 0
          ? `✓ ${words.matter.allReceived}`
          : fill(words.matter.received, { n: deliveries.length - missing.length, all: deliveries.length })}
      </p>
      <ul className="list">
        {deliveries.map((delivery) => (
          <li key={delivery.id} className="list-row delivery-row">
            <span>{delivery.receiver}</span>
            <span className={`lamp ${tone(delivery.state)}`}>
              <span aria-hidden="true">{shape(delivery.state)}</span>
              {stateWord(delivery.state, words)}
            </span>
            <span className="muted small">{listTime(lastTime(delivery))}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function lastTime(delivery: Delivery): string {
  return delivery.receipts.reduce(
    (latest, receipt) => (receipt.at > latest ? receipt.at : latest),
    delivery.at,
  );
}

function tone(state: Delivery['state']): string {
  return state === 'returned' ? 'red' : RECEIVED.has(state) ? 'green' : '';
}

function shape(state: Delivery['state']): string {
  return state === 'returned' ? '✕' : RECEIVED.has(state) ? '✓' : '…';
}

function stateWord(state: Delivery['state'], words: Words): string {
  return {
    sending: words.states.sending,
    delivered: words.states.delivered,
    'signed-for': words.states.signedFor,
    returned: words.states.returned,
    registered: words.states.registered,
    closed: words.states.deliveryClosed,
  }[state];
}
