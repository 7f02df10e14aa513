/**
 * A key behind a program: the way to 国密 hardware with SKF (GM/T 0016) or SDF (GM/T 0018) libraries, whose faults and
 * crashes stay outside the node. The program is started without a shell and speaks lines of JSON (`README.md`):
 *
 *   → {"v":1,"id":7,"op":"sign","key":"…","algorithm":"sm2-sm3","digest":"<base64>","tbs":"<base64>"}
 *   ← {"id":7,"signature":"<base64: DER SEQUENCE{r,s}, or r‖s of 64 bytes; for RSA the value>"}
 *   ← {"id":7,"error":"words for the office"}
 */

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import {
  base64,
  fromBase64,
  type PublicKey,
  type SignerAlgorithm,
  sha256,
  sm2Digest,
} from '@yiwen/trust/crypto';
import { OfficeError } from '../platform/errors/index.ts';
import { checkedSigner, type DeviceSigner, derOfRaw, type Identity } from './checked-signer.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { DevicePlace } from './settings.ts';

const MAX_TBS_BYTES = 1024 * 1024;
const MAX_LINE = 64 * 1024;
const MAX_SIGNATURE_BYTES = 1024;
const STDERR_KEPT = 2000;
/** What the program sees of our environment. */
const PASSED_ON = ['PATH', 'HOME', 'LANG', 'LD_LIBRARY_PATH', 'SystemRoot', 'TEMP', 'TMPDIR'];

/** Opens the key behind a program; it is started at the first signature and again whenever it has ended. */
export function openDeviceSigner(place: DevicePlace, identity: Identity): DeviceSigner {
  const queue = oneAtATime();
  let program: Program | undefined;
  let nextId = 1;
  const signRaw = (tbs: Uint8Array, algorithm: SignerAlgorithm, key: PublicKey) =>
    queue(async () => {
      if (tbs.length > MAX_TBS_BYTES) {
        throw new OfficeError('signer.too-large', { bytes: tbs.length, most: MAX_TBS_BYTES });
      }
      if (program === undefined || program.hasEnded()) {
        program = startProgram(place);
      }
      const id = nextId++;
      const digest = key.kind === 'sm2' ? sm2Digest(key.point, tbs) : sha256(tbs);
      const question = {
        v: 1,
        id,
        op: 'sign',
        key: place.key,
        algorithm,
        digest: base64(digest),
        tbs: base64(tbs),
      };
      const answer = await program.ask(id, JSON.stringify(question));
      return readSignature(answer, algorithm);
    });
  return checkedSigner(identity, signRaw, async () => program?.end());
}

function readSignature(answer: Record<string, unknown>, algorithm: SignerAlgorithm): Uint8Array {
  if (typeof answer.error === 'string') {
    throw new OfficeError('signer.device-failed', { reason: answer.error.slice(0, 500) });
  }
  const value = typeof answer.signature === 'string' ? fromBase64(answer.signature) : undefined;
  if (value === undefined || value.length === 0 || value.length > MAX_SIGNATURE_BYTES) {
    throw new OfficeError('signer.device-failed', { reason: 'no signature in the answer' });
  }
  const isRsa = algorithm.startsWith('rsa');
  return !isRsa && value.length === 64 ? derOfRaw(value) : value;
}

/** One run of the program. */
type Program = {
  hasEnded(): boolean;
  /** The answer with this id; rejects in words when the program is silent, ends, or writes something else. */
  ask(id: number, line: string): Promise<Record<string, unknown>>;
  end(): void;
};

function startProgram({ command, timeLimitMs }: DevicePlace): Program {
  const [file, ...args] = command;
  const env = Object.fromEntries(
    PASSED_ON.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
  const child: ChildProcessWithoutNullStreams = spawn(file!, args, { env, stdio: 'pipe', windowsHide: true });
  let ended = false;
  let said = '';
  let rest = '';
  let waiting:
    | { id: number; resolve: (answer: Record<string, unknown>) => void; reject: (error: Error) => void }
    | undefined;

  const fail = (code: string, reason: string): void => {
    ended = true;
    child.kill('SIGKILL');
    waiting?.reject(new OfficeError(code, { reason, said: said.trim().slice(-500) }));
    waiting = undefined;
  };
  const hear = (line: string): void => {
    const answer = readAnswer(line);
    if (answer === undefined || waiting === undefined || answer.id !== waiting.id) {
      fail('signer.device-failed', 'the program wrote something that is no answer');
      return;
    }
    const { resolve } = waiting;
    waiting = undefined;
    resolve(answer);
  };
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (text: string) => {
    rest += text;
    for (let end = rest.indexOf('\n'); end >= 0 && !ended; end = rest.indexOf('\n')) {
      const line = rest.slice(0, end);
      rest = rest.slice(end + 1);
      hear(line);
    }
    if (rest.length > MAX_LINE) {
      fail('signer.device-failed', 'the program wrote a line without end');
    }
  });
  child.stderr.setEncoding('utf8');
  child.stderr.on('data', (text: string) => {
    said = (said + text).slice(-STDERR_KEPT);
  });
  child.on('error', (error) => fail('signer.device-failed', error.message));
  child.on('exit', (code) => fail('signer.device-failed', `the program ended (${code ?? 'signal'})`));
  // A program that ended before it read its question.
  child.stdin.on('error', () => undefined);
  // Nobody's node stays up for a device.
  child.unref();

  return {
    hasEnded: () => ended,
    ask: (id, line) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(
          () => fail('signer.device-silent', `no answer within ${timeLimitMs} ms`),
          timeLimitMs,
        );
        const settle =
          <T>(then: (value: T) => void) =>
          (value: T) => {
            clearTimeout(timer);
            then(value);
          };
        waiting = { id, resolve: settle(resolve), reject: settle(reject) };
        child.stdin.write(`${line}\n`);
      }),
    end: () => fail('signer.device-failed', 'closed'),
  };
}

function readAnswer(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
