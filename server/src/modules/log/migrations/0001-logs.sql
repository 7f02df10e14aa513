-- One transparency log per organ and year. Rows are the journal; tiles, bundles and checkpoints are made from them.

grant usage on schema log to yiwen_sequencer;

create table log.log (
  organ_id uuid not null,
  year integer not null,
  -- Name in every checkpoint; fixed for good when the log is opened.
  origin text not null unique,
  vkey text not null,
  sm2_vkey text not null,
  -- Entries that have an index.
  size bigint not null check (size >= 0),
  opened_at timestamptz not null,
  primary key (organ_id, year)
);

-- The log's private keys, wrapped by the node's key. Seen by the sequencer alone.
create table log.key (
  organ_id uuid not null,
  year integer not null,
  wrapped jsonb not null,
  primary key (organ_id, year),
  foreign key (organ_id, year) references log.log
);

-- An index is given by a row here and never taken back. The first entry of a log belongs to no event.
create table log.entry (
  organ_id uuid not null,
  year integer not null,
  index bigint not null check (index >= 0),
  event_id uuid unique,
  bytes bytea not null check (octet_length(bytes) <= 65535),
  primary key (organ_id, year, index),
  foreign key (organ_id, year) references log.log,
  check ((event_id is null) = (index = 0))
);

-- Every state this node has signed. A row is committed before anybody is shown the checkpoint.
create table log.checkpoint (
  organ_id uuid not null,
  year integer not null,
  size bigint not null check (size > 0),
  root bytea not null check (octet_length(root) = 32),
  note bytea not null,
  signed_at timestamptz not null,
  primary key (organ_id, year, size),
  foreign key (organ_id, year) references log.log
);

-- The static files, where they are kept in the database.
create table log.file (
  organ_id uuid not null,
  year integer not null,
  path text not null,
  bytes bytea not null,
  primary key (organ_id, year, path)
);

select platform.protect('log.log', 'organ_id', 'select');
select platform.protect('log.entry', 'organ_id', 'select');
select platform.protect('log.checkpoint', 'organ_id', 'select');
select platform.protect('log.file', 'organ_id', 'select');

alter table log.key enable row level security;
alter table log.key force row level security;
create policy owner on log.key to yiwen_owner using (true) with check (true);

-- A log is public by its purpose: entries are commitments and tell nothing. So are its keys, states and files.
create policy anybody on log.log for select to yiwen_app, yiwen_jobs using (true);
create policy anybody on log.checkpoint for select to yiwen_app, yiwen_jobs using (true);
create policy anybody on log.file for select to yiwen_app, yiwen_jobs using (true);

create policy sequencer on log.log to yiwen_sequencer using (true) with check (true);
create policy sequencer on log.key to yiwen_sequencer using (true) with check (true);
create policy sequencer on log.entry to yiwen_sequencer using (true) with check (true);
create policy sequencer on log.checkpoint to yiwen_sequencer using (true) with check (true);
create policy sequencer on log.file to yiwen_sequencer using (true) with check (true);

-- What is appended is never changed or removed: no delete anywhere, update only where something counts on.
grant select, insert on log.log, log.key, log.entry, log.checkpoint, log.file to yiwen_sequencer;
grant update (size) on log.log to yiwen_sequencer;
grant update (bytes) on log.file to yiwen_sequencer;
