-- Files whose time the authority looks after: stamped at signing or later, and renewed before a stamp loses its worth.

create table authority.stamped_file (
  id uuid primary key,
  organ_id uuid not null,
  -- Whose file it is: the module's word and its own id.
  owner text not null,
  owner_id uuid not null,
  format text not null check (format in ('ofd', 'pdf')),
  field_name text not null,
  -- Digest of the newest state; earlier ones stay in the store and registered with their owner.
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  -- The signer's certificate and chain.
  certificates bytea[] not null,
  -- The last trusted time; null while no source has answered.
  stamped_at timestamptz,
  source text,
  -- When the job looks at it next: soon while it waits, before the last stamp's maker or digest ends afterwards.
  due_at timestamptz,
  tries integer not null default 0,
  added_at timestamptz not null,
  unique (owner, owner_id, format)
);
create index stamped_file_due on authority.stamped_file (due_at) where due_at is not null;

-- What a file can be judged with by somebody who can ask nobody: certificates, lists, answers of the time it was signed.
create table authority.validation_data (
  id uuid primary key,
  organ_id uuid not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  certificates bytea[] not null,
  crls bytea[] not null,
  ocsps bytea[] not null,
  -- Time-stamps over the whole file that have no place inside it (an OFD's, once its seal has one).
  stamps bytea[] not null,
  at timestamptz not null
);
create index validation_data_file on authority.validation_data (sha256, at);

select platform.protect('authority.stamped_file', 'organ_id', 'select, insert, update');
select platform.protect('authority.validation_data', 'organ_id', 'select, insert');

-- Which organs have files that are due: the job then works in the scope of each.
create function authority.due(moment timestamptz)
returns table (organ_id uuid, id uuid, waiting boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as
$$ select organ_id, id, stamped_at is null from authority.stamped_file
   where due_at <= moment order by due_at, id limit 500 $$;
revoke execute on function authority.due(timestamptz) from public;
grant execute on function authority.due(timestamptz) to yiwen_app, yiwen_jobs;
