/** The port to other organs. In-process now; the HTTP adapter will carry the same packets and answers. */
import { serviceKey } from '../../platform/node/index.ts';
import type { SignedPacket } from './packet.ts';

/** Reads one file of an envelope by its SHA-256; undefined when the sender does not have it. */
export type ReadFile = (sha256: string) => Promise<Uint8Array | undefined>;

/** Carries packets to an organ, wherever its node is. A rejected promise means: outcome unknown, send again. */
export type Transport = {
  /** Name of the channel, as kept with a delivery. */
  channel: string;
  /** Hands an envelope over; answers with the receiver's signed receipt *delivered*. */
  send(receiverId: string, packet: SignedPacket, readFile: ReadFile): Promise<SignedPacket>;
  /** Hands a receipt back to the sender of the envelope. */
  answer(senderId: string, receipt: SignedPacket): Promise<void>;
};

/** The transport of this node. */
export const transport = serviceKey<Transport>('exchange.transport');
