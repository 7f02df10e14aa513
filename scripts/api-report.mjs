// The public face of `formats` in one text: every door with what it exports, as declared, without the comments. It is
// committed as contract/formats.api.md, so that a change of the face is seen in a review.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { buildFormats } from './build-packages.mjs';

/** The report of the package as built from the sources at hand. */
export async function formatsApiReport() {
  const folder = mkdtempSync(join(tmpdir(), 'yiwen-formats-'));
  try {
    buildFormats(folder);
    const { default: manifest } = await import(join(folder, 'package.json'), { with: { type: 'json' } });
    const doors = Object.entries(manifest.exports).filter(([, target]) => typeof target === 'object');
    const files = doors.map(([, target]) => join(folder, target.types));
    const program = ts.createProgram(files, {
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
      types: [],
      skipLibCheck: true,
    });
    const checker = program.getTypeChecker();
    const parts = doors.map(([door], at) => {
      const source = program.getSourceFile(files[at]);
      const names = checker.getExportsOfModule(checker.getSymbolAtLocation(source));
      const lines = names
        .map((symbol) => declared(symbol, checker))
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map(({ text }) => text);
      return `## ${manifest.name}${door.slice(1)}\n\n\`\`\`ts\n${lines.join('\n\n')}\n\`\`\`\n`;
    });
    return `# ${manifest.name}: what it offers\n\nWritten by \`npm run generate\`.\n\n${parts.join('\n')}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function declared(symbol, checker) {
  const name = symbol.getName();
  const origin = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const texts = (origin.declarations ?? []).map((node) => withoutComments(statementOf(node)));
  return { name, text: texts.join('\n') };
}

/** A constant's declaration is only a part of its statement. */
function statementOf(node) {
  return ts.isVariableDeclaration(node) ? node.parent.parent : node;
}

function withoutComments(node) {
  const printer = ts.createPrinter({ removeComments: true });
  return printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile()).replace(/^export /, '');
}
