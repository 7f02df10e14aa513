import type { OfficeRole } from '../../api/index.ts';
import type { AdminWords } from './use-admin-words.ts';

/** The roles a post may have (the administrators' own are given at set-up), with their names. */
export function roleNames(words: AdminWords): [role: OfficeRole, name: string][] {
  const names = words.admin.roles;
  return [
    ['clerk', names.clerk],
    ['office-director', names.officeDirector],
    ['principal-leader', names.principalLeader],
    ['deputy-leader', names.deputyLeader],
    ['section-head', names.sectionHead],
    ['section-staff', names.sectionStaff],
    ['village-clerk', names.villageClerk],
    ['village-secretary', names.villageSecretary],
    ['resident-cadre', names.residentCadre],
    ['county-clerk', names.countyClerk],
    ['archivist', names.archivist],
    ['inspector', names.inspector],
  ];
}
