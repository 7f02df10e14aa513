/**
 * Sealing a document of three pages and checking what comes out, inside a node of this process on a database of the
 * same durable server. The worker of the queue stands still; the job is called directly, so that its stages show.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { readOfd } from '@yiwen/formats/ofd';
import {
  ecdsaP256Sign,
  ecdsaP256Verify,
  p256KeyPair,
  sha256,
  sm2KeyPair,
  sm2Signer,
  sm2Verify,
  sm3,
} from '@yiwen/trust/crypto';
import { verifyDocument } from '@yiwen/trust/verification';
import { type OfficialDocument, stopEngines, typeset } from '@yiwen/typesetter';
import { modules } from '../server/src/main.ts';
import {
  type SealingJob,
  type SealingStage,
  sealingModule,
  sealingQueue,
  sealingService,
} from '../server/src/modules/sealing/index.ts';
import { sealInUse, startTestNode, type TestClient, type TestNode } from '../server/src/testing/index.ts';
import { BareCost, type Figure, measure, sampleOf } from './measure.ts';

const pages = 3;
const paragraph =
  '各村（居）民委员会要落实网格责任，逐户排查火灾隐患，重点检查烟花爆竹、液化气瓶、电动自行车充电和独居老人用火用电情况，' +
  '发现问题当场整改并记入台账，不能当场整改的要明确责任人和时限，整改完成后逐一销号。';
const body = Array.from({ length: 11 }, (_, i) => ({
  id: `b${i + 1}`,
  kind: 'paragraph' as const,
  text: paragraph,
}));
const fields = {
  organMark: ['测试镇人民政府'],
  withWenjian: true,
  title: '测试镇人民政府关于做好冬季防火工作的通知',
  mainReceivers: '各村（居）民委员会',
  signature: ['测试镇人民政府'],
  printedBy: '测试镇党政办公室',
};

const random = (n: number) => new Uint8Array(randomBytes(n));

/** Figures of sealing and of checking; `databaseUrl` names a server where databases can be made. */
export async function sealingFigures(databaseUrl: string, runs = 6): Promise<Figure[]> {
  process.env.YIWEN_TEST_DATABASE_URL = databaseUrl;
  const still = {
    ...sealingModule,
    jobs: (jobs: TestNode['node']['jobs']) => jobs.work(sealingQueue, async () => {}),
  };
  const test = await startTestNode({
    modules: modules.map((module) => (module.name === sealingModule.name ? still : module)),
    roles: ['clerk', 'office-director', 'principal-leader', 'security-admin'],
  });
  try {
    await sealInUse(test);
    const office = await Office.open(test);
    const sealing = test.node.services.get(sealingService);
    const trust = await sealing.trustList();
    const stages = new Map<SealingStage | 'committed' | 'whole', number[]>();
    const note = (name: SealingStage | 'committed' | 'whole', ms: number) =>
      stages.set(name, [...(stages.get(name) ?? []), ms]);
    const bare = await BareSignatures.make();
    const setting = await BareCost.of(
      'typesetting the same pages alone',
      () => typeset(officialDocument()),
      2,
    );
    let files: { format: string; bytes: Uint8Array }[] = [];
    for (let run = 0; run <= runs; run++) {
      const { matterId, job } = await office.documentToSeal();
      const begun = performance.now();
      let last = begun;
      const marks: [SealingStage | 'committed', number][] = [];
      const mark = (stage: SealingStage | 'committed') => {
        const now = performance.now();
        marks.push([stage, now - last]);
        last = now;
      };
      await sealing.sealNow(test.node, job, mark);
      mark('committed');
      if (run > 0) {
        note('whole', last - begun);
        for (const [stage, ms] of marks) {
          note(stage, ms);
        }
      }
      files = await office.sealedFiles(matterId);
      bare.files = files;
      await bare.seal.take(5);
      await setting.take(2);
    }
    const ofd = files.find((file) => file.format === 'ofd')!.bytes;
    const pdf = files.find((file) => file.format === 'pdf')!.bytes;
    const found = readOfd(ofd).pages.length;
    if (found !== pages) {
      throw new Error(`the document has ${found} pages, not ${pages}`);
    }
    const now = test.clock.now().getTime();
    const visitor = test.visitor();
    const check = async (bytes: Uint8Array, name: string) => {
      const { body: answer } = await visitor.upload('/api/v1/verify', [{ field: 'file', name, bytes }]);
      if (answer.report?.verdict !== 'valid') {
        throw new Error(`${name}: ${JSON.stringify(answer).slice(0, 400)}`);
      }
    };
    const checkHere = (bytes: Uint8Array) => {
      const { verdict } = verifyDocument(bytes, { trust, now });
      if (verdict !== 'valid') {
        throw new Error(`verdict ${verdict}`);
      }
    };
    const stage = (name: string, key: SealingStage | 'committed'): Figure => ({
      name: `  of it: ${name}`,
      unit: 'ms',
      sample: sampleOf(stages.get(key)!),
      bare: bare.seal,
    });
    const whole = sampleOf(stages.get('whole')!);
    return [
      { name: `seal ${pages} pages, OFD and PDF`, unit: 'ms', sample: whole, bare: bare.seal },
      {
        name: `seal ${pages} pages, OFD and PDF`,
        unit: 'ms',
        sample: whole,
        bare: setting,
      },
      stage('read and typeset', 'rendered'),
      stage('convert, prepare, note what is to be signed', 'prepared'),
      stage('sign both', 'signed'),
      stage('verify both', 'verified'),
      stage('store both', 'stored'),
      stage('commit the act', 'committed'),
      {
        name: `verify own sealed OFD (${size(ofd)})`,
        unit: 'ms',
        sample: await measure(20, () => checkHere(ofd), { beside: bare.ofd }),
        bare: bare.ofd,
      },
      {
        name: `verify own sealed PDF (${size(pdf)})`,
        unit: 'ms',
        sample: await measure(20, () => checkHere(pdf), { beside: bare.pdf }),
        bare: bare.pdf,
      },
      {
        name: 'verify own sealed OFD by POST /api/v1/verify',
        unit: 'ms',
        sample: await measure(20, () => check(ofd, 'a.ofd'), { beside: bare.ofd }),
        bare: bare.ofd,
      },
      {
        name: 'verify own sealed PDF by POST /api/v1/verify',
        unit: 'ms',
        sample: await measure(20, () => check(pdf, 'a.pdf'), { beside: bare.pdf }),
        bare: bare.pdf,
      },
    ];
  } finally {
    await test.stop();
    await stopEngines();
  }
}

/** What nobody can do without: the digest of the file and one signature or its check. */
class BareSignatures {
  files: { format: string; bytes: Uint8Array }[] = [];
  readonly seal: BareCost;
  readonly ofd: BareCost;
  readonly pdf: BareCost;

  private constructor(seal: BareCost, ofd: BareCost, pdf: BareCost) {
    this.seal = seal;
    this.ofd = ofd;
    this.pdf = pdf;
  }

  static async make(): Promise<BareSignatures> {
    const message = new Uint8Array(32);
    const sm2 = sm2KeyPair(random);
    const signer = sm2Signer(sm2.privateKey);
    const sm2Signature = signer.sign(message, { random });
    const p256 = p256KeyPair(random);
    const p256Signature = ecdsaP256Sign(p256.privateKey, message);
    let made: BareSignatures | undefined;
    const bytes = (format: string) =>
      made?.files.find((file) => file.format === format)?.bytes ?? new Uint8Array(200_000);
    made = new BareSignatures(
      await BareCost.of('SM3 of the OFD + one SM2 signature', () => [
        sm3(bytes('ofd')),
        signer.sign(message, { random }),
      ]),
      await BareCost.of('SM3 of the OFD + one SM2 verification', () => [
        sm3(bytes('ofd')),
        sm2Verify(sm2.publicKey, message, sm2Signature),
      ]),
      await BareCost.of('SHA-256 of the PDF + one ECDSA verification', () => [
        sha256(bytes('pdf')),
        ecdsaP256Verify(p256.publicKey, message, p256Signature),
      ]),
    );
    return made;
  }
}

const size = (bytes: Uint8Array) => `${Math.round(bytes.length / 1024)} KiB`;

function officialDocument(): OfficialDocument {
  return {
    ...fields,
    form: '文件',
    body,
    attachments: [],
    sealed: true,
    number: { code: '测试镇政发', year: 2026, n: 1 },
    date: '2026-11-23',
    printedOn: '2026-11-23',
    verify: { url: 'http://localhost:8080/v/00000000000000000000', code: '00000000000000000000' },
  };
}

/** The people who bring a document to 用印 and ask for the seal. */
class Office {
  readonly #test: TestNode;
  readonly #clients: Map<string, TestClient>;
  readonly #village: string;

  private constructor(test: TestNode, clients: Map<string, TestClient>, village: string) {
    this.#test = test;
    this.#clients = clients;
    this.#village = village;
  }

  static async open(test: TestNode): Promise<Office> {
    const village = await test.addOrgan('测试村', 'v', ['village-clerk']);
    const clients = new Map<string, TestClient>();
    for (const role of ['clerk', 'office-director', 'principal-leader'] as const) {
      clients.set(role, await test.client(role));
    }
    return new Office(test, clients, village.id);
  }

  async #act(role: string, matterId: string, verb: string, given: object = {}): Promise<void> {
    const client = this.#clients.get(role)!;
    const { body: view } = await client.get(`/api/v1/matters/${matterId}`);
    const answer = await client.post(`/api/v1/matters/${matterId}/steps/${view.mine.stepId}/${verb}`, {
      key: randomUUID(),
      expected: view.revision,
      ...given,
    });
    if (answer.status !== 200) {
      throw new Error(`${verb}: ${JSON.stringify(answer.body)}`);
    }
  }

  async documentToSeal(): Promise<{ matterId: string; job: SealingJob }> {
    const matterId = randomUUID();
    const made = await this.#clients
      .get('clerk')!
      .post('/api/v1/drafts', { matterId, key: randomUUID(), kind: '通知', form: '文件', fields, body });
    if (made.status !== 200) {
      throw new Error(JSON.stringify(made.body));
    }
    await this.#act('clerk', matterId, 'submit');
    await this.#act('office-director', matterId, 'pass');
    await this.#act('principal-leader', matterId, 'approve', { opinion: '同意' });
    await this.#act('office-director', matterId, 'pass');
    await this.#act('clerk', matterId, 'register', {
      copies: 5,
      receivers: [{ organId: this.#village, role: '主送' }],
    });
    await this.#act('clerk', matterId, 'seal');
    const organId = this.#test.organ.id;
    const [request] = await this.#test.node.db.asJob({ organId }, (tx) =>
      tx
        .$extendTables<{ 'sealing.request': { id: string; matter_id: string } }>()
        .selectFrom('sealing.request')
        .select('id')
        .where('matter_id', '=', matterId)
        .execute(),
    );
    return { matterId, job: { organId, requestId: request!.id } };
  }

  async sealedFiles(matterId: string): Promise<{ format: string; bytes: Uint8Array }[]> {
    const client = this.#clients.get('clerk')!;
    const { body: view } = await client.get(`/api/v1/matters/${matterId}`);
    const sealed: { format: string; sealed: boolean; href: string }[] = view.document.renditions;
    return await Promise.all(
      sealed
        .filter((file) => file.sealed)
        .map(async (file) => ({ format: file.format, bytes: (await client.bytes(file.href)).bytes })),
    );
  }
}
