/** Roles a post can have; a person's rights are those of the post acted in. */
export const roles = [
  'clerk',
  'office-director',
  'principal-leader',
  'deputy-leader',
  'section-head',
  'section-staff',
  'village-clerk',
  'village-secretary',
  'resident-cadre',
  'county-clerk',
  'archivist',
  'inspector',
  'system-admin',
  'security-admin',
  'audit-admin',
] as const;

/** One role. */
export type Role = (typeof roles)[number];

/** Roles in words. */
export const roleLabels: Record<Role, { zh: string; en: string }> = {
  clerk: { zh: '文书', en: 'Clerk' },
  'office-director': { zh: '党政办主任', en: 'Office director' },
  'principal-leader': { zh: '主要负责人', en: 'Principal leader' },
  'deputy-leader': { zh: '分管副职', en: 'Deputy leader' },
  'section-head': { zh: '站所负责人', en: 'Section head' },
  'section-staff': { zh: '站所工作人员', en: 'Section staff' },
  'village-clerk': { zh: '村（社区）文书', en: 'Village clerk' },
  'village-secretary': { zh: '村（社区）党组织书记', en: 'Village secretary' },
  'resident-cadre': { zh: '驻村干部', en: 'Resident cadre' },
  'county-clerk': { zh: '县级机关文书', en: 'County clerk' },
  archivist: { zh: '档案员', en: 'Archivist' },
  inspector: { zh: '检查组', en: 'Inspector' },
  'system-admin': { zh: '系统管理员', en: 'System administrator' },
  'security-admin': { zh: '安全管理员', en: 'Security administrator' },
  'audit-admin': { zh: '审计管理员', en: 'Audit administrator' },
};
