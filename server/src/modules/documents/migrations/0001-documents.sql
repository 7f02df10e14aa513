-- Documents, their immutable versions and parts, what later acts fill in, and files by digest.

create table documents.document (
  id uuid primary key,
  organ_id uuid not null,
  direction text not null check (direction in ('out', 'in')),
  -- 文种 and layout of the newest version, for lists.
  kind text not null,
  form text not null,
  -- Incoming only: what kind of file it came as, and the verification report made before anyone worked on it.
  origin text check (origin in ('e-seal', 'scan', 'plain')),
  report jsonb,
  created_at timestamptz not null
);
create index document_organ on documents.document (organ_id, direction, created_at desc);

create table documents.version (
  id uuid primary key,
  organ_id uuid not null,
  document_id uuid not null references documents.document (id),
  no integer not null check (no > 0),
  parent_id uuid references documents.version (id),
  root_sha256 text not null check (root_sha256 ~ '^[0-9a-f]{64}$'),
  root_sm3 text not null check (root_sm3 ~ '^[0-9a-f]{64}$'),
  part_count integer not null,
  changes jsonb not null,
  made_by text not null,
  made_in_post text not null,
  made_at timestamptz not null,
  unique (document_id, no)
);

create table documents.part (
  version_id uuid not null references documents.version (id),
  organ_id uuid not null,
  id text not null,
  kind text not null,
  parent text not null,
  position integer not null,
  salt text not null check (salt ~ '^[0-9a-f]{32}$'),
  content jsonb not null,
  sha256 text not null,
  sm3 text not null,
  primary key (version_id, id)
);

create table documents.draft (
  matter_id uuid primary key,
  organ_id uuid not null,
  document_id uuid not null references documents.document (id),
  revision bigint not null default 1,
  kind text not null,
  form text not null,
  fields jsonb not null,
  body jsonb not null,
  attachments jsonb not null default '[]',
  saved_at timestamptz not null,
  saved_by text not null
);
create index draft_document on documents.draft (document_id);

create table documents.sign_off (
  id uuid primary key,
  organ_id uuid not null,
  document_id uuid not null references documents.document (id),
  version_id uuid not null references documents.version (id),
  step_id uuid not null,
  selector jsonb not null,
  sha256 text not null,
  sm3 text not null,
  signer text not null,
  signer_post text not null,
  on_behalf_of text,
  signed_at timestamptz not null,
  ordinal bigint generated always as identity
);
create index sign_off_document on documents.sign_off (document_id, ordinal);

create table documents.registration (
  document_id uuid primary key references documents.document (id),
  organ_id uuid not null,
  signer text,
  signed_on text,
  code text,
  year integer,
  n integer,
  printed_on text,
  copies integer,
  receivers jsonb not null default '[]',
  verify_code text unique check (verify_code ~ '^[0-9]{20}$'),
  registered_at timestamptz,
  released_at timestamptz,
  unique (organ_id, code, year, n)
);
create index registration_year on documents.registration (organ_id, year, registered_at desc);

-- The row lock on a series makes its numbers gap-free: taken in the act's transaction, given back by nobody.
create table documents.number_series (
  organ_id uuid not null,
  code text not null,
  year integer not null,
  next integer not null check (next > 0),
  primary key (organ_id, code, year)
);

create table documents.file (
  id uuid primary key,
  organ_id uuid not null,
  -- Null for an upload not yet used; then only its uploader may read it.
  document_id uuid references documents.document (id),
  version_id uuid references documents.version (id),
  person_id uuid,
  role text not null check (role in ('upload', 'attachment', 'original', 'rendition')),
  format text not null check (format in ('docx', 'pdf', 'ofd', 'image', 'other')),
  sealed boolean not null default false,
  name text not null,
  size bigint not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  sm3 text not null check (sm3 ~ '^[0-9a-f]{64}$'),
  pages integer,
  typesetter text,
  fonts jsonb,
  positions jsonb,
  extracted jsonb,
  report jsonb,
  added_at timestamptz not null
);
create index file_document on documents.file (document_id, added_at);
create index file_sha256 on documents.file (sha256);

-- Versions, parts and sign-offs are never overwritten.
create function documents.keep() returns trigger language plpgsql as $$
begin
  raise exception '% is never changed', tg_table_name;
end $$;
create trigger keep before update on documents.version for each row execute function documents.keep();
create trigger keep before update on documents.part for each row execute function documents.keep();
create trigger keep before update on documents.sign_off for each row execute function documents.keep();

select platform.protect('documents.document', 'organ_id', 'select, insert, update, delete');
select platform.protect('documents.version', 'organ_id', 'select, insert');
select platform.protect('documents.part', 'organ_id', 'select, insert');
select platform.protect('documents.draft', 'organ_id', 'select, insert, update, delete');
select platform.protect('documents.sign_off', 'organ_id', 'select, insert');
select platform.protect('documents.registration', 'organ_id', 'select, insert, update');
select platform.protect('documents.number_series', 'organ_id', 'select, insert, update');
select platform.protect('documents.file', 'organ_id', 'select, insert, update');

-- What anybody holding a printed code or the file itself may learn. Only of documents whose sealed file exists, so
-- the answer about anything else is "not registered".
create function documents.public_face(wanted_code text, wanted_sha256 text)
returns table (organ_id uuid, document_id uuid, title text, code text, year integer, n integer, signed_on text,
               version_id uuid, version_no integer, root_sha256 text, root_sm3 text, sealed_at timestamptz,
               newest_no integer)
language sql stable security definer set search_path = pg_catalog, pg_temp as
$$
  select d.organ_id, d.id, p.content ->> 'value', r.code, r.year, r.n, r.signed_on,
         v.id, v.no, v.root_sha256, v.root_sm3, f.added_at,
         (select max(other.no) from documents.version other where other.document_id = d.id)
  from documents.registration r
  join documents.document d on d.id = r.document_id and d.direction = 'out'
  join documents.file f on f.document_id = d.id and f.role = 'rendition' and f.sealed
  join documents.version v on v.id = f.version_id
  left join documents.part p on p.version_id = v.id and p.id = 'title'
  where (wanted_code is not null and r.verify_code = wanted_code)
     or (wanted_sha256 is not null and f.sha256 = wanted_sha256)
  order by v.no desc, f.added_at desc limit 1
$$;
revoke execute on function documents.public_face(text, text) from public;
grant execute on function documents.public_face(text, text) to yiwen_app, yiwen_jobs;
