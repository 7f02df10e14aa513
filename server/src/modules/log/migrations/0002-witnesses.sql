-- What witnesses have said of the states this node signed.

-- Policies (C2SP tlog-policy) in the order they came into force; a proof is judged by the one of its time.
create table log.policy (
  sha256 bytea primary key check (octet_length(sha256) = 32),
  text text not null,
  since timestamptz not null
);

-- One row for each cosignature that was checked. Never changed.
create table log.cosignature (
  organ_id uuid not null,
  year integer not null,
  size bigint not null,
  name text not null,
  key_id text not null check (key_id ~ '^[0-9a-f]{8}$'),
  -- What stands after the key ID in the note line: time and signature.
  signature bytea not null,
  -- The time the witness claims.
  cosigned_at timestamptz not null,
  received_at timestamptz not null,
  primary key (organ_id, year, size, name, key_id),
  foreign key (organ_id, year, size) references log.checkpoint
);

-- States with enough cosignatures under the policy of their time. `note` is the signed state with all lines known.
create table log.witnessed (
  organ_id uuid not null,
  year integer not null,
  size bigint not null,
  note bytea not null,
  policy bytea not null references log.policy,
  reached_at timestamptz not null,
  primary key (organ_id, year, size),
  foreign key (organ_id, year, size) references log.checkpoint
);

select platform.protect('log.cosignature', 'organ_id', 'select');
select platform.protect('log.witnessed', 'organ_id', 'select');

alter table log.policy enable row level security;
alter table log.policy force row level security;
create policy owner on log.policy to yiwen_owner using (true) with check (true);

-- As public as the checkpoints they belong to.
create policy anybody on log.policy for select to yiwen_app, yiwen_jobs using (true);
create policy anybody on log.cosignature for select to yiwen_app, yiwen_jobs using (true);
create policy anybody on log.witnessed for select to yiwen_app, yiwen_jobs using (true);
grant select on log.policy to yiwen_app, yiwen_jobs;

create policy sequencer on log.policy to yiwen_sequencer using (true) with check (true);
create policy sequencer on log.cosignature to yiwen_sequencer using (true) with check (true);
create policy sequencer on log.witnessed to yiwen_sequencer using (true) with check (true);
grant select, insert on log.policy, log.cosignature, log.witnessed to yiwen_sequencer;
grant update (note) on log.witnessed to yiwen_sequencer;
