-- The journal of acts. Rows are added by requests and jobs and never changed, except that the sequencer gives the
-- index and an erasure by law empties the body.

create schema if not exists event;
grant usage on schema event to yiwen_app, yiwen_jobs, yiwen_sequencer;

create table event.entry (
  id uuid primary key,
  organ_id uuid not null,
  year integer not null,
  kind text not null,
  chain uuid not null,
  doc uuid,
  matter uuid,
  person_id uuid,
  seq bigint not null check (seq > 0),
  prev bytea check (octet_length(prev) = 32),
  body jsonb,
  sha256 bytea not null check (octet_length(sha256) = 32),
  sm3 bytea not null check (octet_length(sm3) = 32),
  commitment bytea not null,
  log_index bigint check (log_index >= 0),
  recorded_at timestamptz not null,
  unique (chain, seq),
  unique (organ_id, year, log_index)
);
create index entry_pending on event.entry (organ_id, year, recorded_at) where log_index is null;
create index entry_doc on event.entry (doc, seq) where doc is not null;
create index entry_matter on event.entry (matter, recorded_at) where matter is not null;
create index entry_organ_time on event.entry (organ_id, recorded_at desc);

select platform.protect('event.entry', 'organ_id', 'select, insert');
create policy sequencer_reads on event.entry for select to yiwen_sequencer using (true);
create policy sequencer_indexes on event.entry for update to yiwen_sequencer using (log_index is null) with check (true);
grant select (id, organ_id, year, kind, chain, seq, commitment, log_index, recorded_at) on event.entry to yiwen_sequencer;
grant update (log_index) on event.entry to yiwen_sequencer;
