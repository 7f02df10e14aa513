/** `solc` makes interface and bytecode of our contract again from its source, byte for byte. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { anchorAbi, anchorBytecode, compilerSettings } from '../../server/src/extensions/anchor/contract.ts';

type Compiler = { version(): string; compile(input: string): string };
const compiler = fetchCompiler();

/** The compiler by name and version, into the cache folder outside the repository. */
function fetchCompiler(): Compiler | undefined {
  const folder = join(process.env.YIWEN_JUDGES ?? join(homedir(), '.cache/yiwen-judges'), 'solc-0.8.37');
  if (!existsSync(join(folder, 'node_modules/solc'))) {
    mkdirSync(folder, { recursive: true });
    const args = [
      'install',
      '--no-audit',
      '--no-fund',
      '--ignore-scripts',
      '--prefix',
      folder,
      'solc@0.8.37',
    ];
    if (spawnSync('npm', args, { cwd: folder, timeout: 120_000 }).status !== 0) {
      console.log('skipped: solc 0.8.37 is not to be had here, so the contract’s bytecode is not made again');
      return undefined;
    }
  }
  return createRequire(join(folder, 'package.json'))('solc') as Compiler;
}

describe.skipIf(compiler === undefined)('solc', () => {
  it('makes the committed interface and bytecode from the source', () => {
    expect(compiler!.version()).toMatch(/^0\.8\.37\+/);
    const source = new URL('../../server/src/extensions/anchor/CheckpointAnchor.sol', import.meta.url);
    const name = 'CheckpointAnchor.sol';
    const made = JSON.parse(
      compiler!.compile(
        JSON.stringify({
          language: 'Solidity',
          sources: { [name]: { content: readFileSync(source, 'utf8') } },
          settings: {
            ...compilerSettings,
            outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
          },
        }),
      ),
    ) as {
      errors?: unknown[];
      contracts: Record<string, Record<string, { abi: unknown; evm: { bytecode: { object: string } } }>>;
    };
    expect(made.errors).toBeUndefined();
    const contract = made.contracts[name]!.CheckpointAnchor!;
    expect(contract.abi).toEqual(anchorAbi);
    expect(`0x${contract.evm.bytecode.object}`).toBe(anchorBytecode);
  });
});
