-- Matters, their steps and forks. Where work is follows from open steps; nothing here says who has a document.

create table workflow.matter (
  id uuid primary key,
  organ_id uuid not null,
  flow text not null,
  flow_version integer not null,
  kind text not null,
  document_id uuid,
  drafter_post uuid not null,
  drafter_person uuid,
  -- How lists show it: copies of what the owning module knows, rebuilt from there.
  title text not null,
  number text,
  urgency text check (urgency in ('特急', '加急')),
  counterpart text,
  revision bigint not null default 1,
  opened_at timestamptz not null,
  updated_at timestamptz not null,
  closed_at timestamptz
);
create index matter_updated on workflow.matter (organ_id, kind, updated_at desc, id desc);
create index matter_document on workflow.matter (document_id);

create table workflow.step (
  id uuid primary key,
  organ_id uuid not null,
  matter_id uuid not null references workflow.matter (id),
  ordinal integer not null,
  node text not null,
  holder_post uuid not null,
  holder_person uuid,
  state text not null default 'open' check (state in ('open', 'done', 'returned', 'withdrawn', 'passed-on')),
  opened_by uuid references workflow.step (id),
  fork_id uuid references workflow.step (id),
  branch integer,
  from_name text,
  from_post text,
  opened_at timestamptz not null,
  deadline text check (deadline ~ '^\d{4}-\d{2}-\d{2}$'),
  ended_at timestamptz,
  ended_verb text,
  unique (matter_id, ordinal),
  check ((fork_id is null) = (branch is null)),
  check ((state = 'open') = (ended_at is null))
);
-- The to-do list: one ordered range per post, never a sort over all open work.
create index step_todo on workflow.step (organ_id, holder_post, opened_at desc, id desc) where state = 'open';
create index step_matter on workflow.step (matter_id, ordinal);
create index step_holder on workflow.step (organ_id, holder_post, matter_id);

create table workflow.fork (
  step_id uuid primary key references workflow.step (id),
  organ_id uuid not null,
  matter_id uuid not null references workflow.matter (id),
  join_rule jsonb not null,
  next_node text not null,
  next_post uuid not null,
  next_person uuid,
  state text not null default 'open' check (state in ('open', 'joined', 'cancelled'))
);
create index fork_matter on workflow.fork (matter_id);

-- Commands already answered, so that a repeated one gets the same answer and is done once.
create table workflow.command (
  organ_id uuid not null,
  key uuid not null,
  matter_id uuid not null,
  digest bytea not null check (octet_length(digest) = 32),
  answer jsonb not null,
  answered_at timestamptz not null,
  primary key (organ_id, key)
);

-- An ended step is history: the database refuses to edit it, whoever asks.
create function workflow.keep_ended_steps() returns trigger language plpgsql as $$
begin
  if old.state <> 'open' then
    raise exception 'step % has ended and cannot be changed', old.id;
  end if;
  return new;
end $$;
create trigger keep_ended_steps before update or delete on workflow.step
  for each row execute function workflow.keep_ended_steps();

select platform.protect('workflow.matter', 'organ_id', 'select, insert, update');
select platform.protect('workflow.step', 'organ_id', 'select, insert, update');
select platform.protect('workflow.fork', 'organ_id', 'select, insert, update');
select platform.protect('workflow.command', 'organ_id', 'select, insert');
