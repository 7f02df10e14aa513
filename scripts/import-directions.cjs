// Who may import whom (docs/ARCHITECTURE.md, "Directions"). Rules are never suppressed:
// move the code, or change a rule here in the open.
const { existsSync, readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const modulesFolder = join(__dirname, '..', 'server/src/modules');

/** Floors of server/src/modules: a module may use the doors of lower floors, and of its own floor what its DEPS file lists. */
const floors = [
  ['directory', 'permissions'],
  ['workflow', 'authority', 'sealing', 'paper', 'log', 'witness', 'fonts', 'notices'],
  ['documents', 'signing', 'circulation', 'supervision', 'forms', 'ledgers', 'verification', 'reimbursement'],
  ['exchange', 'archive', 'evidence'],
];

const present = existsSync(modulesFolder) ? readdirSync(modulesFolder) : [];

function floorOf(name) {
  const floor = floors.findIndex((names) => names.includes(name));
  if (floor < 0) {
    throw new Error(`module ${name} stands on no floor: add it to scripts/import-directions.cjs`);
  }
  return floor;
}

function listedDeps(name) {
  const file = join(modulesFolder, name, 'DEPS');
  return existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line && !line.startsWith('#'))
    : [];
}

const moduleRules = present.map((name) => {
  const floor = floorOf(name);
  const allowed = [
    name,
    ...floors.slice(0, floor).flat(),
    ...listedDeps(name).filter((dep) => floorOf(dep) === floor),
  ];
  return {
    name: `module-${name}`,
    comment: `${name} (floor ${floor + 1}) may use ${allowed.slice(1).join(', ') || 'no other module'}; upward means an event or a port`,
    severity: 'error',
    from: { path: `^server/src/modules/${name}/`, pathNot: '\\.(test|fixture)\\.ts$' },
    to: { path: '^server/src/(modules|demo|main)', pathNot: `^server/src/modules/(${allowed.join('|')})/` },
  };
});

const doors = (base) => ({
  name: `door-of-${base.replaceAll('/', '-')}`,
  comment: `a folder of ${base} is entered through its index.ts`,
  severity: 'error',
  from: { path: `^${base}/([^/]+)/`, pathNot: '\\.(test|fixture)\\.ts$' },
  to: { path: `^${base}/([^/]+)/.+`, pathNot: [`^${base}/$1/`, `^${base}/[^/]+/index\\.ts$`] },
});

const packages = (from, allowed) => ({
  name: `package-${from}`,
  comment: `${from} may import of ours only: ${allowed.join(', ') || 'nothing'}`,
  severity: 'error',
  from: { path: `^${from}/src` },
  to: {
    path: '^(formats|trust|typesetter|server|web|cli|testing|scripts)/',
    pathNot: `^(${[from, ...allowed].join('|')})/`,
  },
});

module.exports = {
  forbidden: [
    {
      name: 'no-ring',
      comment: 'files import each other in a ring',
      severity: 'error',
      from: { pathNot: 'generated' },
      to: { circular: true },
    },
    { name: 'unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    packages('formats', []),
    packages('trust', ['formats']),
    packages('typesetter', ['formats']),
    packages('server', ['formats', 'trust', 'typesetter']),
    packages('web', ['formats', 'trust']),
    packages('cli', ['formats', 'trust', 'typesetter']),
    {
      name: 'trust-uses-formats-in-two-folders',
      comment:
        'only trust/src/documents, verification and evidence (ZIP) know file formats; seals writes its picture with formats/images',
      severity: 'error',
      from: {
        path: '^trust/src/',
        pathNot: ['^trust/src/(documents|verification|evidence)/', '\\.(test|fixture)\\.ts$'],
      },
      to: { path: '^formats/', pathNot: '^formats/src/images/' },
    },
    {
      name: 'signing-and-verifying-apart',
      comment: 'signing and verifying code never import each other',
      severity: 'error',
      from: { path: '^trust/src/(documents|verification)/', pathNot: '\\.(test|fixture)\\.ts$' },
      to: { path: '^trust/src/(documents|verification)/', pathNot: '^trust/src/$1/' },
    },
    doors('formats/src'),
    doors('trust/src'),
    doors('server/src/modules'),
    doors('server/src/platform'),
    {
      name: 'platform-knows-no-office',
      comment: 'the platform imports no module',
      severity: 'error',
      from: { path: '^server/src/platform/', pathNot: '\\.(test|fixture)\\.ts$' },
      to: { path: '^server/src/(modules|demo|main)' },
    },
    {
      name: 'features-apart',
      comment: 'web features do not import each other: what two need belongs to design, viewer, ink or api',
      severity: 'error',
      from: { path: '^web/src/features/([^/]+)/' },
      to: { path: '^web/src/features/([^/]+)/', pathNot: '^web/src/features/$1/' },
    },
    {
      name: 'design-knows-no-office',
      comment: 'web/src/design holds no office words',
      severity: 'error',
      from: { path: '^web/src/(design|ink|viewer)/' },
      to: { path: '^web/src/(features|app)/' },
    },
    ...moduleRules,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)node_modules/|\\?url$|\\?worker' },
    tsPreCompilationDeps: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
};
