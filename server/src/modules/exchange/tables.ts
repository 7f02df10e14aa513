import type { Tx } from '../../platform/database/index.ts';
import type { ReceiptKind, SignedPacket } from './packet.ts';

/** Tables of this module; see `migrations/`. */
export type ExchangeTables = {
  'exchange.envelope': {
    id: string;
    organ_id: string;
    matter_id: string;
    document_id: string;
    sealed_event: string;
    packet: SignedPacket | null;
    created_at: Date;
  };
  'exchange.delivery': {
    id: string;
    organ_id: string;
    envelope_id: string;
    receiver_id: string;
    receiver_name: string;
    role: '主送' | '抄送';
    channel: string;
    position: number;
    created_at: Date;
  };
  'exchange.receipt': {
    id: string;
    organ_id: string;
    delivery_id: string;
    kind: ReceiptKind;
    at: Date;
    by_name: string | null;
    by_post: string | null;
    note: string | null;
    packet: SignedPacket;
    received_at: Date;
  };
  'exchange.arrival': {
    id: string;
    organ_id: string;
    envelope_id: string;
    delivery_id: string;
    sender_id: string;
    matter_id: string;
    document_id: string;
    packet: SignedPacket;
    arrived_at: Date;
  };
  'exchange.answer': {
    id: string;
    organ_id: string;
    arrival_id: string;
    kind: ReceiptKind;
    packet: SignedPacket;
    made_at: Date;
  };
};

/** A transaction that knows this module's tables. */
export function tables(tx: Tx) {
  return tx.$extendTables<ExchangeTables>();
}
