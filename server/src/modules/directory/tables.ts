import type { ColumnType, Generated } from 'kysely';

/** A table with nothing to say about itself beyond its columns; see `migrations/`. */
type OrganTable = {
  id: string;
  parent_id: string | null;
  path: Generated<string>;
  name: string;
  short_name: string;
  code: string | null;
  unified_code: string | null;
  kind: string;
  position: Generated<number>;
  may_issue_from: string | null;
  may_issue_to: string | null;
  second_factor_required: Generated<boolean>;
};
type UnitTable = { id: string; organ_id: string; name: string; position: Generated<number> };
type PostTable = {
  id: string;
  organ_id: string;
  unit_id: string | null;
  title: string;
  role: string;
  position: Generated<number>;
};
type PersonTable = {
  id: string;
  organ_id: string;
  name: string;
  login: string;
  suspended_at: Date | null;
  added_at: Date;
};
type HoldingTable = {
  id: string;
  organ_id: string;
  person_id: string;
  post_id: string;
  from_day: string;
  to_day: string | null;
  position: Generated<number>;
};
type DelegationTable = {
  id: string;
  organ_id: string;
  from_post_id: string;
  to_person_id: string;
  scope: string;
  from_day: string;
  to_day: string;
  ended_at: Date | null;
};
type CredentialTable = {
  person_id: string;
  organ_id: string;
  hash: string;
  changed_at: Date;
  must_change: Generated<boolean>;
  failures: Generated<number>;
  locked_until: Date | null;
};
type SecondFactorTable = {
  id: string;
  organ_id: string;
  person_id: string;
  kind: 'totp' | 'passkey';
  label: string;
  secret: string | null;
  last_step: number | null;
  credential_id: string | null;
  public_key: Uint8Array | null;
  counter: number | null;
  transports: string[] | null;
  added_at: Date;
  confirmed_at: Date | null;
};
type SessionTable = {
  id: string;
  organ_id: string;
  person_id: string;
  post_id: string | null;
  token_hash: Uint8Array;
  previous_hash: Uint8Array | null;
  csrf: string;
  stage: 'second-factor' | 'signed-in';
  challenge: string | null;
  created_at: ColumnType<Date, Date, never>;
  rotated_at: Date;
  seen_at: Date;
  expires_at: Date;
};
type PreferenceTable = {
  person_id: string;
  organ_id: string;
  large_print: Generated<boolean>;
  language: Generated<string>;
};

/** Tables of the directory; nobody else reads them. */
export type DirectoryTables = {
  'directory.organ': OrganTable;
  'directory.unit': UnitTable;
  'directory.post': PostTable;
  'directory.person': PersonTable;
  'directory.holding': HoldingTable;
  'directory.delegation': DelegationTable;
  'directory.credential': CredentialTable;
  'directory.second_factor': SecondFactorTable;
  'directory.session': SessionTable;
  'directory.preference': PreferenceTable;
};
