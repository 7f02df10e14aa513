import { declareErrors } from '../../platform/errors/index.ts';

declareErrors({
  'ledgers.unknown': {
    status: 404,
    zh: '本机关没有这本台账。',
    en: 'This organ has no such ledger.',
  },
  'ledgers.name-taken': {
    status: 409,
    zh: '本机关已有同名台账，没有另建。',
    en: 'This organ has a ledger of that name. No other was set up.',
  },
  'ledgers.row-does-not-fit': {
    status: 422,
    zh: '有一行的项目数与台账的栏目数不同，没有登记。',
    en: 'A row has more or fewer values than the ledger has columns. Nothing was added.',
  },
});
