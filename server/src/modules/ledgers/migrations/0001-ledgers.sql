-- Ledgers (台账) of an organ and their rows: text in the order of the ledger's columns.

create table ledgers.ledger (
  id uuid primary key,
  organ_id uuid not null,
  name text not null,
  columns text[] not null check (cardinality(columns) between 1 and 60),
  -- Order in which the office lists them.
  position integer not null,
  made_at timestamptz not null,
  unique (organ_id, name)
);

create table ledgers.row (
  ledger_id uuid not null references ledgers.ledger (id),
  organ_id uuid not null,
  -- From 1 without gaps, in the order of adding.
  no integer not null check (no >= 1),
  cells text[] not null,
  added_at timestamptz not null,
  primary key (ledger_id, no)
);

-- Updating a ledger is what lets its row be locked while numbers are given to new rows.
select platform.protect('ledgers.ledger', 'organ_id', 'select, insert, update');
select platform.protect('ledgers.row', 'organ_id', 'select, insert');
