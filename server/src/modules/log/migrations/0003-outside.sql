-- What others outside keep or say of this node's logs: policies as each organ's log knows them, chains, time stamps.

-- The policy in force for an organ's logs, with the act that recorded it.
create table log.policy_of (
  organ_id uuid not null,
  since timestamptz not null,
  sha256 bytea not null references log.policy,
  event_id uuid not null,
  primary key (organ_id, since)
);

-- A signed state on a chain.
create table log.anchor (
  organ_id uuid not null,
  year integer not null,
  size bigint not null,
  receipt jsonb not null,
  anchored_at timestamptz not null,
  event_id uuid not null,
  primary key (organ_id, year, size),
  foreign key (organ_id, year, size) references log.checkpoint
);

-- An RFC 3161 token over the text of a signed state.
create table log.token (
  organ_id uuid not null,
  year integer not null,
  size bigint not null,
  token bytea not null,
  stamped_at timestamptz not null,
  event_id uuid not null,
  primary key (organ_id, year, size),
  foreign key (organ_id, year, size) references log.checkpoint
);

select platform.protect('log.policy_of', 'organ_id', 'select, insert');
select platform.protect('log.anchor', 'organ_id', 'select, insert');
select platform.protect('log.token', 'organ_id', 'select, insert');

create policy anybody on log.anchor for select to yiwen_app, yiwen_jobs using (true);
create policy anybody on log.token for select to yiwen_app, yiwen_jobs using (true);
