// A device for tests: a program of its own that holds a P-256 key and speaks the protocol of README.md.
// Usage: device.fixture.mjs PRIVATE-KEY.pem [fault]
import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const key = createPrivateKey(readFileSync(process.argv[2]));
const fault = process.argv[3];
let asked = 0;
console.error('device ready');
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, op, tbs } = JSON.parse(line);
  asked++;
  if (op !== 'sign') {
    console.log(JSON.stringify({ id, error: 'unknown op' }));
    return;
  }
  if (fault === 'silent' && asked > 1) {
    return;
  }
  if (fault === 'crash' && asked > 1) {
    console.error('power lost');
    process.exit(3);
  }
  if (fault === 'error' && asked > 1) {
    console.log(JSON.stringify({ id, error: '设备未登录' }));
    return;
  }
  if (fault === 'noise' && asked > 1) {
    console.log('not json');
    return;
  }
  if (fault === 'flood' && asked > 1) {
    process.stdout.write('x'.repeat(200_000));
    return;
  }
  if (fault === 'other-id' && asked > 1) {
    console.log(JSON.stringify({ id: id + 1, signature: 'AAAA' }));
    return;
  }
  const bytes = Buffer.from(fault === 'other-bytes' && asked > 1 ? 'AAAA' : tbs, 'base64');
  const signature = sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }).toString('base64');
  console.log(JSON.stringify({ id, signature }));
});
