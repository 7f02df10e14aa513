/** The twelve papers of the demonstration world: text and heads as data. Every place, organ, number and person is invented. */

/** One paper as its issuer wrote it. `to` and `ccTo` name receivers by the keys of `organs.ts`. */
export type DemoPaper = {
  id: string;
  organ: string;
  kind: string;
  form: '文件' | '上行' | '信函' | '纪要';
  organMark: string[];
  number: { code: string; year: number; n: number };
  /** 成文日期, `YYYY-MM-DD`. */
  date: string;
  title: string;
  /** 主送机关 as printed, without the colon; empty where there is none. */
  mainReceivers: string;
  cc?: string;
  signers?: string[];
  signature: string[];
  urgency?: '特急' | '加急';
  /** 办理时限 of what is still open: working days after the first start (the text keeps the day it names). */
  dueInWorkingDays?: number;
  attachments?: string[];
  note?: string;
  printedBy?: string;
  /** False where the form carries no seal (纪要). */
  sealed?: boolean;
  attendance?: { present: string[]; absent: string[]; observers: string[] };
  to: string[];
  ccTo?: string[];
  /** Paragraphs of the 正文. */
  body: string[];
};

/** D1–D12. */
export const papers: readonly DemoPaper[] = [
  {
    id: 'D1',
    organ: 'county-gov-office',
    kind: '通知',
    form: '文件',
    organMark: ['青槐县人民政府办公室'],
    number: {
      code: '青槐政办发',
      year: 2026,
      n: 37,
    },
    date: '2026-10-12',
    title: '青槐县人民政府办公室关于做好2026年秋冬季森林防灭火工作的通知',
    mainReceivers: '各乡镇人民政府，县直有关单位',
    cc: '县委办公室',
    signature: ['青槐县人民政府办公室'],
    urgency: '加急',
    dueInWorkingDays: 5,
    attachments: ['森林火灾隐患排查台账（表样）'],
    to: ['heting', 'luping', 'shique'],
    printedBy: '青槐县人民政府办公室',
    body: [
      '当前我县已进入秋冬季森林防火期，气温偏高、降水偏少，林下可燃物增多，森林火险等级持续走高。为保障人民群众生命财产安全和森林资源安全，经县人民政府同意，现就有关工作通知如下。',
      '一、压实防控责任。各乡镇要实行网格化管理，把责任落实到山头、地块和具体人员。',
      '二、管住野外火源。2026年10月15日至2027年4月30日为森林防火期，期内严禁在森林防火区野外用火；确需用火的，依法履行审批手续。',
      '三、做好应急准备。严格执行24小时值班和领导带班制度，备足扑火机具，发现火情及时报告、有序处置。',
      '请各乡镇于10月30日前将隐患排查台账通过平台报送县林业局，无需另行报送纸质材料。',
    ],
  },
  {
    id: 'D2',
    organ: 'county-agriculture',
    kind: '函',
    form: '信函',
    organMark: ['青槐县农业农村局'],
    number: {
      code: '青槐农函',
      year: 2026,
      n: 26,
    },
    date: '2026-10-19',
    title: '青槐县农业农村局关于商请提供高标准农田建设项目储备信息的函',
    mainReceivers: '各乡镇人民政府',
    signature: ['青槐县农业农村局'],
    dueInWorkingDays: 3,
    attachments: ['高标准农田建设项目储备信息表（表样）'],
    to: ['heting', 'luping', 'shique'],
    body: [
      '为做好2027年度高标准农田建设项目储备工作，商请贵乡镇提供有关信息，现函告如下。',
      '一、请提供拟建地块的坐落、面积、权属、灌溉条件和群众意愿情况（表样见附件）。',
      '二、已在业务系统登记的数据由我局通过共享获取，不再重复填报。',
      '专此致函，请予支持。',
    ],
  },
  {
    id: 'D3',
    organ: 'heting',
    kind: '请示',
    form: '上行',
    organMark: ['禾汀镇人民政府'],
    number: {
      code: '禾汀政',
      year: 2026,
      n: 45,
    },
    date: '2026-09-21',
    title: '禾汀镇人民政府关于前垄坝桥危桥改造所需资金的请示',
    mainReceivers: '县人民政府',
    signers: ['李四'],
    signature: ['禾汀镇人民政府'],
    note: '联系人：周九，联系电话：000-00000009',
    attachments: ['桥梁检测报告', '投资估算表'],
    to: ['county-gov'],
    printedBy: '禾汀镇党政办公室',
    body: [
      '前垄坝桥位于我镇前垄坝村，始建于1994年，全长42米，是前垄坝、竹沐岭两村1380名群众出行的唯一通道。经有资质的机构检测，该桥技术状况评定为四类，存在桥面板开裂、墩台基础冲刷等病害，现已采取限载措施。',
      '经初步测算，改造工程需投资186万元，我镇已自筹26万元，尚有缺口160万元。鉴于该桥安全隐患突出，我镇建议采用原址拆除重建方案，力争2027年汛前完工。',
      '为尽快消除隐患，特请县人民政府安排危桥改造补助资金160万元。',
      '妥否，请批示。',
    ],
  },
  {
    id: 'D4',
    organ: 'county-gov',
    kind: '批复',
    form: '文件',
    organMark: ['青槐县人民政府'],
    number: {
      code: '青槐政复',
      year: 2026,
      n: 18,
    },
    date: '2026-10-09',
    title: '青槐县人民政府关于禾汀镇前垄坝桥危桥改造资金的批复',
    mainReceivers: '禾汀镇人民政府',
    cc: '县财政局，县交通运输局',
    signature: ['青槐县人民政府'],
    to: ['heting'],
    ccTo: ['county-finance', 'county-transport'],
    printedBy: '青槐县人民政府办公室',
    body: [
      '你镇《关于前垄坝桥危桥改造所需资金的请示》（禾汀政〔2026〕45号）收悉。经研究，现批复如下：',
      '一、同意前垄坝桥采用原址拆除重建方案。',
      '二、同意从2026年县级交通建设专项资金中安排120万元，其余资金由你镇统筹解决。',
      '三、你镇为项目实施主体，县交通运输局负责技术指导和质量监督，于2027年4月30日前完工。',
      '此复。',
    ],
  },
  {
    id: 'D5',
    organ: 'heting',
    kind: '报告',
    form: '上行',
    organMark: ['禾汀镇人民政府'],
    number: {
      code: '禾汀政',
      year: 2026,
      n: 48,
    },
    date: '2026-10-10',
    title: '禾汀镇人民政府关于2026年第三季度安全生产工作情况的报告',
    mainReceivers: '县人民政府',
    cc: '县应急管理局',
    signers: ['李四'],
    signature: ['禾汀镇人民政府'],
    to: ['county-gov'],
    ccTo: ['county-emergency'],
    printedBy: '禾汀镇党政办公室',
    body: [
      '现将我镇2026年第三季度安全生产工作情况报告如下。',
      '一、工作开展情况。全镇共检查生产经营单位和重点场所63家次，发现问题隐患91条，已完成整改87条，整改率95.6%。',
      '二、存在的主要问题。部分小型加工场所用电线路老化，个别村民自建房施工防护不到位。',
      '三、下一步工作。对尚未完成整改的4条隐患逐条明确责任人，于11月15日前全部整改销号；加强冬季用火用电安全宣传。',
      '特此报告。',
    ],
  },
  {
    id: 'D6',
    organ: 'heting',
    kind: '通知',
    form: '文件',
    organMark: ['禾汀镇人民政府'],
    number: {
      code: '禾汀政发',
      year: 2026,
      n: 12,
    },
    date: '2026-10-15',
    title: '禾汀镇人民政府关于做好2027年度城乡居民基本医疗保险参保缴费工作的通知',
    mainReceivers: '各村（居）民委员会，镇属有关单位',
    signature: ['禾汀镇人民政府'],
    to: ['fengting', 'qianlongba', 'heyingwan', 'zhumuling', 'xinhe'],
    printedBy: '禾汀镇党政办公室',
    body: [
      '根据上级统一部署，现就做好2027年度城乡居民基本医疗保险参保缴费工作通知如下。',
      '一、集中缴费期为2026年10月20日至12月31日。',
      '二、线上线下并行。对不会使用智能手机的老年人，由村级代办员上门协助，可以现金缴费，并当场出具纸质凭据。',
      '三、应缴名单由平台生成，不得要求群众重复提供身份证、户口簿复印件；进度由平台自动统计，各村不再报送纸质报表。',
      '四、各村要做好政策解释，不得强制或者代替群众作出选择。',
    ],
  },
  {
    id: 'D7',
    organ: 'heting',
    kind: '通报',
    form: '文件',
    organMark: ['禾汀镇人民政府'],
    number: {
      code: '禾汀政发',
      year: 2026,
      n: 13,
    },
    date: '2026-10-20',
    title: '禾汀镇人民政府关于前三季度农村人居环境整治检查情况的通报',
    mainReceivers: '各村（居）民委员会',
    signature: ['禾汀镇人民政府'],
    to: ['fengting', 'qianlongba', 'heyingwan', 'zhumuling', 'xinhe'],
    printedBy: '禾汀镇党政办公室',
    body: [
      '9月22日至26日，镇人民政府组织对4个村、1个社区的人居环境整治工作进行了检查，共查看点位50处，发现问题38个，已整改31个。现将有关情况通报如下。',
      '一、主要成效。枫汀村实行“门前三包”积分管理，村容村貌明显改善。',
      '二、存在问题。鹤影湾村河湾段垃圾清运不及时，竹沐岭村公共厕所管护责任不明确。',
      '三、工作要求。有关村要于10月31日前完成剩余7个问题的整改，并通过平台反馈结果。',
    ],
  },
  {
    id: 'D8',
    organ: 'heting',
    kind: '函',
    form: '信函',
    organMark: ['禾汀镇人民政府'],
    number: {
      code: '禾汀政函',
      year: 2026,
      n: 9,
    },
    date: '2026-10-14',
    title: '禾汀镇人民政府关于商请指导前垄坝桥改造工程的函',
    mainReceivers: '县交通运输局',
    signature: ['禾汀镇人民政府'],
    to: ['county-transport'],
    body: [
      '根据《青槐县人民政府关于禾汀镇前垄坝桥危桥改造资金的批复》（青槐政复〔2026〕18号），我镇拟于近期启动前垄坝桥改造前期工作。为确保工程质量和施工安全，现商请贵局派专业技术人员，协助审查施工图设计、指导质量安全监督工作。',
      '请予函复。',
    ],
  },
  {
    id: 'D9',
    organ: 'heting',
    kind: '纪要',
    form: '纪要',
    organMark: ['禾汀镇人民政府镇长办公会议纪要'],
    number: {
      code: '',
      year: 2026,
      n: 11,
    },
    date: '2026-10-22',
    title: '禾汀镇人民政府镇长办公会议纪要',
    mainReceivers: '',
    signature: ['禾汀镇人民政府'],
    sealed: false,
    attendance: {
      present: ['李四', '王五', '赵六'],
      absent: ['无'],
      observers: ['钱七', '周九', '吴十'],
    },
    to: [],
    body: [
      '2026年10月20日下午，镇长李四主持召开镇长办公会议，研究前垄坝桥改造和秋冬季森林防灭火工作。现将议定事项纪要如下。',
      '一、关于前垄坝桥改造工程。由王五牵头，11月10日前完成施工图审查；资金缺口由财政所提出筹措方案，提交下次会议研究。',
      '二、关于森林防灭火工作。由赵六牵头，各村10月28日前完成隐患排查，台账通过平台汇总报送，不再收取纸质件。',
    ],
  },
  {
    id: 'D10',
    organ: 'heting',
    kind: '通告',
    form: '文件',
    organMark: ['禾汀镇人民政府'],
    number: {
      code: '禾汀政通',
      year: 2026,
      n: 2,
    },
    date: '2026-10-15',
    title: '禾汀镇人民政府关于森林防火期内禁止野外用火的通告',
    mainReceivers: '',
    signature: ['禾汀镇人民政府'],
    to: ['fengting', 'qianlongba', 'heyingwan', 'zhumuling', 'xinhe'],
    body: [
      '为预防森林火灾，根据《森林防火条例》和县人民政府有关规定，现将有关事项通告如下：',
      '一、禁火时间为2026年10月15日至2027年4月30日。',
      '二、禁火期内，禁止在林区上坟烧纸、燃放烟花爆竹、烧荒烧草以及其他野外用火行为。',
      '三、违反规定的，由有关部门依法处理。发现火情，请立即拨打000-00000119报告。',
      '四、本通告自发布之日起施行。',
    ],
  },
  {
    id: 'D11',
    organ: 'county-committee-office',
    kind: '通知',
    form: '文件',
    organMark: ['中共青槐县委办公室', '青槐县人民政府办公室'],
    number: {
      code: '青槐委办发',
      year: 2026,
      n: 15,
    },
    date: '2026-09-08',
    title: '中共青槐县委办公室 青槐县人民政府办公室关于进一步规范向乡镇索要报表材料的通知',
    mainReceivers: '各乡镇党委、人民政府，县直各单位',
    signature: ['中共青槐县委办公室', '青槐县人民政府办公室'],
    to: ['heting', 'luping', 'shique'],
    printedBy: '中共青槐县委办公室',
    body: [
      '为深入整治形式主义，切实减轻基层负担，经县委、县政府同意，现就规范向乡镇索要报表材料有关事项通知如下。',
      '一、实行清单管理。需乡镇报送的报表统一列入年度清单，清单之外不得自行增设。',
      '二、实行一次报送。平台已有数据由需求单位通过共享获取；已加盖电子印章报送的材料，不得再要求报送纸质版。',
      '三、规范迎检资料。督查检查应当优先查看电子台账，重在看实效，不以材料多少评价工作。',
      '各单位要于9月30日前完成自查清理。',
    ],
  },
  {
    id: 'D12',
    organ: 'heting-committee',
    kind: '意见',
    form: '文件',
    organMark: ['中共禾汀镇委员会'],
    number: {
      code: '禾汀委发',
      year: 2026,
      n: 8,
    },
    date: '2026-09-28',
    title: '中共禾汀镇委员会关于推行村级事务“一张表”管理的实施意见',
    mainReceivers: '各村（社区）党组织，镇属各单位',
    signature: ['中共禾汀镇委员会'],
    to: ['fengting', 'qianlongba', 'heyingwan', 'zhumuling', 'xinhe'],
    printedBy: '禾汀镇党政办公室',
    body: [
      '为解决村级多头填表、重复报数问题，现就推行村级事务“一张表”管理提出如下意见。',
      '一、统一数据来源。人口、土地、救助等基础信息由镇党政办公室牵头核准一次，各站所共用。',
      '二、统一报送渠道。各站所不得直接向村索要报表，确需填报的，由党政办公室汇总后通过平台下发。',
      '三、统一结果运用。村级已填报的数据自动进入相关台账，年底不再集中补资料。',
      '四、加强组织实施。驻村干部要帮助村干部熟悉操作，不搞打卡排名。',
    ],
  },
];

/**
 * A notice of the township that waits for 李四's 签发 on the first day, so that whoever stands in for him has something
 * to sign. It bears no number and is none of the twelve.
 */
export const paperInHand = {
  id: 'N1',
  organ: 'heting',
  kind: '通知',
  form: '文件',
  organMark: ['禾汀镇人民政府'],
  number: { code: '禾汀政发' },
  title: '禾汀镇人民政府关于开展今冬明春火灾防控工作的通知',
  mainReceivers: '各村（居）民委员会，镇属有关单位',
  signature: ['禾汀镇人民政府'],
  printedBy: '禾汀镇党政办公室',
  body: [
    '为做好今冬明春火灾防控工作，现将有关事项通知如下。',
    '一、各村（社区）要对林缘、坟区、输电线路下方等重点部位开展一次排查，发现隐患及时登记整改。',
    '二、排查结果通过平台登记，自动进入森林火灾隐患排查整治台账，不再报送纸质材料。',
    '三、对独居老人、残疾人家庭用火用电逐户提醒，需要帮助的当场解决。',
  ],
} satisfies Omit<DemoPaper, 'number' | 'to' | 'date'> & { number: { code: string } };
