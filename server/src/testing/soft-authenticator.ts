/** A passkey in software (WebAuthn, attestation "none", ES256), for tests: what a browser and its authenticator do. */
import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';

/** One authenticator of one site. */
export type SoftAuthenticator = {
  /** Answers `navigator.credentials.create`. */
  create(options: { challenge: string; rp?: { id?: string } }): object;
  /** Answers `navigator.credentials.get`; `counter` lets a test play a clone. */
  get(options: { challenge: string }, change?: { counter?: number; origin?: string }): object;
};

/** A new authenticator for a site at an origin. */
export function softAuthenticator(origin: string): SoftAuthenticator {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(16);
  const rpIdHash = sha256(Buffer.from(new URL(origin).hostname));
  let uses = 0;
  return {
    create({ challenge }) {
      const clientData = clientDataOf('webauthn.create', challenge, origin);
      const authData = Buffer.concat([
        rpIdHash,
        Buffer.from([0x45]),
        counterBytes(uses),
        Buffer.alloc(16),
        Buffer.from([0, id.length]),
        id,
        coseKey(publicKey),
      ]);
      const attestation = Buffer.concat([
        Buffer.from([0xa3]),
        cborText('fmt'),
        cborText('none'),
        cborText('attStmt'),
        Buffer.from([0xa0]),
        cborText('authData'),
        cborBytes(authData),
      ]);
      return {
        id: id.toString('base64url'),
        rawId: id.toString('base64url'),
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: clientData.toString('base64url'),
          attestationObject: attestation.toString('base64url'),
          transports: ['internal'],
        },
      };
    },
    get({ challenge }, change = {}) {
      uses = change.counter ?? uses + 1;
      const clientData = clientDataOf('webauthn.get', challenge, change.origin ?? origin);
      const authData = Buffer.concat([rpIdHash, Buffer.from([0x05]), counterBytes(uses)]);
      return {
        id: id.toString('base64url'),
        rawId: id.toString('base64url'),
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: clientData.toString('base64url'),
          authenticatorData: authData.toString('base64url'),
          signature: sign(privateKey, Buffer.concat([authData, sha256(clientData)])).toString('base64url'),
        },
      };
    },
  };
}

function clientDataOf(type: string, challenge: string, origin: string): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function sign(key: KeyObject, bytes: Uint8Array): Buffer {
  return createSign('sha256').update(bytes).sign(key);
}

function counterBytes(count: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(count);
  return bytes;
}

/** COSE_Key {kty: EC2, alg: ES256, crv: P-256, x, y} (RFC 9053). */
function coseKey(key: KeyObject): Buffer {
  const { x, y } = key.export({ format: 'jwk' });
  return Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
    cborBytes(Buffer.from(x!, 'base64url')),
    Buffer.from([0x22]),
    cborBytes(Buffer.from(y!, 'base64url')),
  ]);
}

function cborText(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)]);
}

function cborBytes(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x58, bytes.length]), bytes]);
}
