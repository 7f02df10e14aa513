import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBase64, utf8 } from '../crypto/index.ts';
import {
  cosignatureTime,
  cosigner,
  ed25519NoteSigner,
  KEY_TYPE,
  makeVkey,
  noteVerifier,
  openCheckpoint,
  openNote,
  readCheckpoint,
  readNote,
  readVkey,
  signNote,
  sm2NoteSigner,
  writeCheckpoint,
  writeNote,
  writeSignatureLine,
  writeVkey,
} from './index.ts';

const seed = Number(process.env.YIWEN_SEED ?? Date.now() % 2 ** 31);
const runs = 100 * Number(process.env.YIWEN_SOAK ?? 1);
console.log(`signed notes: YIWEN_SEED=${seed}`);
const samples = `${process.env.YIWEN_SAMPLES ?? new URL('../../../../shared/samples', import.meta.url).pathname}/tlog/notes`;
const haveSamples = existsSync(samples);
const read = <T>(name: string): T => JSON.parse(readFileSync(`${samples}/${name}`, 'utf8')) as T;

const seedOf = (text: string): Uint8Array => new Uint8Array(createHash('sha256').update(text).digest());
let counter = 0;
const random = (n: number): Uint8Array => seedOf(`random ${counter++}`).subarray(0, n);
const alice = ed25519NoteSigner('log.example/2026', seedOf('alice'));
const bob = ed25519NoteSigner('bob.example', seedOf('bob'));
const sm2 = sm2NoteSigner('log.example/2026', seedOf('sm2'), random);
const text = 'hello\n\n\nworld, 一文通\n';

const code = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'accepted';
};
const asText = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('a signed note', () => {
  it('is split at the last blank line, so a text with blank lines survives', async () => {
    const note = await signNote(text, [alice, bob]);
    expect(readNote(note).text).toBe(text);
    const opened = openNote(note, [noteVerifier(alice.vkey), noteVerifier(bob.vkey)]);
    expect(opened).toMatchObject({ text, unknown: [] });
    expect(opened.verified.map((line) => line.name)).toEqual([alice.name, bob.name]);
  });

  it('skips unknown keys, refuses a bad signature by a known one, and refuses having none', async () => {
    const note = await signNote(text, [alice, bob]);
    expect(openNote(note, [noteVerifier(alice.vkey)]).unknown.map((line) => line.name)).toEqual([bob.name]);
    const stranger = ed25519NoteSigner('log.example/2026', seedOf('stranger'));
    expect(code(() => openNote(note, [noteVerifier(stranger.vkey)]))).toBe('note-unsigned');
    expect(code(() => openNote(note, []))).toBe('note-unsigned');
    const { signatures } = readNote(note);
    const bad = {
      ...signatures[1]!,
      signature: signatures[1]!.signature.map((b, i) => (i === 9 ? b ^ 1 : b)),
    };
    const forged = writeNote({ text, signatures: [signatures[0]!, bad] });
    expect(code(() => openNote(forged, [noteVerifier(alice.vkey), noteVerifier(bob.vkey)]))).toBe(
      'note-signature-bad',
    );
    expect(openNote(forged, [noteVerifier(alice.vkey)]).verified).toHaveLength(1);
    const other = writeNote({ text: 'other\n', signatures });
    expect(code(() => openNote(other, [noteVerifier(alice.vkey)]))).toBe('note-signature-bad');
  });

  it('counts a repeated line once', async () => {
    const { signatures } = readNote(await signNote(text, [alice]));
    const note = writeNote({ text, signatures: [signatures[0]!, signatures[0]!] });
    expect(openNote(note, [noteVerifier(alice.vkey)]).verified).toHaveLength(1);
  });

  it('refuses everything that is not spelled by the letter', async () => {
    const good = asText(await signNote('hello\n', [alice]));
    const line = good.split('\n')[2]!;
    const base64 = line.split(' ')[2]!;
    // The same bytes in another spelling: the unused bits of the last character set, or the padding left out.
    const loose = base64.replace(/.=*$/, '');
    const broken = [
      '',
      'hello\n',
      'hello\n\n',
      '\n\n— a b\n',
      good.slice(0, -1),
      `${good}\n`,
      good.replace('— ', '- '),
      good.replace('\n\n', '\n'),
      good.replace(base64, `${loose}`),
      good.replace(
        base64,
        base64.replace(/([A-Za-z0-9+/])(=+)$/, (_m, c: string, p: string) => `${next(c)}${p}`),
      ),
      good.replace(base64, 'AAAA'),
      good.replace(' log', '  log'),
      good.replace('log.example', 'log+example'),
      good.replace('log.example', 'log\u00a0example'),
      good.replace('hello', 'hel\tlo'),
      good.replace('hello', 'hel\rlo'),
      good.replace('hello', 'hel\u0000lo'),
      `${good}— junk\n`,
      `hello\n\n${`${line}\n`.repeat(101)}`,
    ];
    for (const note of broken) {
      expect(
        code(() => readNote(utf8(note))),
        JSON.stringify(note.slice(0, 60)),
      ).toBe('note-malformed');
    }
    expect(readNote(utf8(`hello\n\n${`${line}\n`.repeat(100)}`)).signatures).toHaveLength(100);
    expect(code(() => readNote(Uint8Array.of(0xff, 10, 10, 10)))).toBe('note-malformed');
    expect(code(() => readNote(new Uint8Array(1_000_001).fill(65)))).toBe('note-malformed');
    expect(code(() => writeNote({ text: 'no line feed', signatures: [] }))).toBe('note-malformed');
  });

  it('carries an SM2 line that others skip and that a changed text or byte breaks', async () => {
    const note = await signNote('hello\n', [alice, sm2]);
    const known = [noteVerifier(alice.vkey), noteVerifier(sm2.vkey)];
    expect(openNote(note, known).verified.map((line) => line.signature.length)).toEqual([64, 64]);
    expect(openNote(note, known.slice(0, 1)).unknown).toHaveLength(1);
    const { signatures } = readNote(note);
    const flipped = {
      ...signatures[1]!,
      signature: signatures[1]!.signature.map((b, i) => (i === 63 ? b ^ 1 : b)),
    };
    expect(
      code(() => openNote(writeNote({ text: 'hello\n', signatures: [signatures[0]!, flipped] }), known)),
    ).toBe('note-signature-bad');
    const longer = { ...signatures[1]!, signature: new Uint8Array(70) };
    expect(code(() => openNote(writeNote({ text: 'hello\n', signatures: [longer] }), known))).toBe(
      'note-signature-bad',
    );
  });

  it(`never opens after any one byte has changed in its text (seed ${seed})`, async () => {
    const note = await signNote(text, [alice, sm2]);
    const known = [noteVerifier(alice.vkey), noteVerifier(sm2.vkey)];
    const textBytes = utf8(text).length;
    fc.assert(
      fc.property(fc.nat(textBytes - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const changed = note.map((byte, i) => (i === at ? byte ^ mask : byte));
        expect(code(() => openNote(changed, known))).not.toBe('accepted');
      }),
      { seed, numRuns: runs },
    );
  });
});

describe('a verifier key', () => {
  it('is read back as it was written, for each type', () => {
    for (const vkey of [
      alice.vkey,
      sm2.vkey,
      makeVkey('w', KEY_TYPE.mlDsaCosignature, new Uint8Array(1312)),
    ]) {
      expect(readVkey(writeVkey(vkey))).toEqual(vkey);
    }
    expect(sm2.vkey.publicKey).toHaveLength(65);
    expect(sm2.vkey.keyId).not.toBe(alice.vkey.keyId);
  });

  it('is refused with a wrong key ID, name, length or type', () => {
    const good = writeVkey(alice.vkey);
    const [name, id, key] = [
      good.slice(0, good.indexOf('+')),
      alice.vkey.keyId,
      good.slice(good.indexOf('+') + 10),
    ];
    const broken = [
      `${name}+${id.replace(/./g, (c, i) => (i === 0 ? (c === '0' ? '1' : '0') : c))}+${key}`,
      `${name}+${id.toUpperCase()}x+${key}`,
      `other+${id}+${key}`,
      `${name}+${id}+${key.slice(0, -4)}`,
      `${name} +${id}+${key}`,
      `+${id}+${key}`,
      `${name}+${id}`,
      '',
    ];
    for (const vkey of broken) {
      expect(
        code(() => readVkey(vkey)),
        vkey,
      ).toBe('key-malformed');
    }
    expect(code(() => makeVkey('x', 2, new Uint8Array(32)))).toBe('key-malformed');
    expect(code(() => makeVkey('x', 1, new Uint8Array(31)))).toBe('key-malformed');
    expect(code(() => makeVkey('a b', 1, new Uint8Array(32)))).toBe('key-malformed');
    expect(code(() => noteVerifier(makeVkey('w', 6, new Uint8Array(1312))))).toBe('key-malformed');
  });
});

describe('a checkpoint', () => {
  const state = { origin: alice.name, size: 2 ** 53 - 1, root: seedOf('root') };

  it('is opened only with the log’s own signature and its own origin', async () => {
    const note = await signNote(writeCheckpoint(state), [alice, sm2]);
    expect(openCheckpoint(note, noteVerifier(alice.vkey), [noteVerifier(sm2.vkey)])).toMatchObject(state);
    const byWitness = await signNote(writeCheckpoint(state), [cosigner('w.example', seedOf('w'), () => 5)]);
    const witness = noteVerifier(cosigner('w.example', seedOf('w'), () => 5).vkey);
    expect(code(() => openCheckpoint(byWitness, noteVerifier(alice.vkey), [witness]))).toBe('note-unsigned');
    const foreign = await signNote(writeCheckpoint({ ...state, origin: 'other.example' }), [alice]);
    expect(code(() => openCheckpoint(foreign, noteVerifier(alice.vkey)))).toBe('checkpoint-malformed');
  });

  it('is refused when size or root is not by the letter; extension lines are allowed', () => {
    const good = writeCheckpoint({ ...state, size: 12 });
    expect(readCheckpoint(good).size).toBe(12);
    expect(readCheckpoint(`${good}extension\n`).size).toBe(12);
    const broken = [
      good.replace('12', '012'),
      good.replace('12', '+12'),
      good.replace('12', '9007199254740992'),
      good.replace('12', ''),
      good.replace(/=\n$/, '\n'),
      good.slice(0, -1),
      `${good}\n`,
      `${good}a\n\nb\n`,
      good.replace(alice.name, ''),
      'a\n1\n',
    ];
    for (const checkpoint of broken) {
      expect(
        code(() => readCheckpoint(checkpoint)),
        checkpoint,
      ).toBe('checkpoint-malformed');
    }
    expect(code(() => writeCheckpoint({ ...state, origin: 'a\nb' }))).toBe('checkpoint-malformed');
  });

  it('is cosigned with a time that the signature covers', async () => {
    const witness = cosigner('w.example', seedOf('w'), () => 1_767_261_600);
    const note = await signNote(writeCheckpoint(state), [alice, witness]);
    const keys = [noteVerifier(alice.vkey), noteVerifier(witness.vkey)];
    const line = openNote(note, keys).verified[1]!;
    expect(cosignatureTime(line.signature)).toBe(1_767_261_600);
    const { signatures } = readNote(note);
    const later = { ...line, signature: line.signature.map((b, i) => (i === 7 ? b + 1 : b)) };
    const forged = writeNote({ text: writeCheckpoint(state), signatures: [signatures[0]!, later] });
    expect(code(() => openNote(forged, keys))).toBe('note-signature-bad');
    expect(cosignatureTime(new Uint8Array(72).fill(255))).toBeUndefined();
    // The same key has another ID as a cosigner than as a log key.
    expect(makeVkey('w.example', KEY_TYPE.ed25519, witness.vkey.publicKey).keyId).not.toBe(
      witness.vkey.keyId,
    );
  });
});

describe.skipIf(!haveSamples)('notes of other programs', () => {
  it('agree with golang.org/x/mod and the specification, signing included', async () => {
    const { vectors, bad_vkeys } = read<{
      vectors: { vkey: string; skey?: string; text: string; sigline: string }[];
      bad_vkeys: string[];
    }>('signed-note.json');
    expect(vectors).toHaveLength(3);
    for (const v of vectors) {
      const note = utf8(`${v.text}\n${v.sigline}`);
      expect(openNote(note, [noteVerifier(v.vkey)]).text).toBe(v.text);
      if (v.skey !== undefined) {
        const key = fromBase64(v.skey.split('+').slice(4).join('+'))!;
        const signer = ed25519NoteSigner(v.skey.split('+')[2]!, key.slice(1));
        expect(writeVkey(signer.vkey)).toBe(v.vkey);
        expect(asText(await signNote(v.text, [signer]))).toBe(asText(note));
        expect(writeSignatureLine(readNote(note).signatures[0]!)).toBe(v.sigline);
      }
    }
    for (const vkey of bad_vkeys) {
      expect(code(() => readVkey(vkey))).toBe('key-malformed');
    }
  });

  it('agree with sunlight on cosignatures, and its type 5 line is skipped', () => {
    const { vectors } = read<{ vectors: { vkey: string; time: number; note: string }[] }>(
      'cosignature-v1.json',
    );
    for (const v of vectors) {
      const opened = openNote(utf8(v.note), [noteVerifier(v.vkey)]);
      expect(cosignatureTime(opened.verified[0]!.signature)).toBe(v.time);
    }
    expect(openNote(utf8(vectors[0]!.note), [noteVerifier(vectors[0]!.vkey)]).unknown).toHaveLength(1);
  });
});

/** The character after `c` in the base64 alphabet: the same leading bits, other unused ones. */
function next(c: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  return alphabet[alphabet.indexOf(c) + 1]!;
}
