-- 收文登记簿: one entry per incoming document of this organ. Where a document is follows from its steps, not from here.

create table circulation.entry (
  document_id uuid primary key,
  organ_id uuid not null,
  matter_id uuid not null unique,
  title text not null,
  sender text not null,
  sender_organ uuid,
  sender_number text,
  sender_date text,
  arrived_at timestamptz not null,
  due_on text check (due_on ~ '^\d{4}-\d{2}-\d{2}$'),
  needs_reply boolean not null default false,
  year integer,
  n integer,
  received_on text,
  registered_at timestamptz,
  replied_on text,
  reply text,
  unique (organ_id, year, n)
);
create index entry_register on circulation.entry (organ_id, year, registered_at desc);

-- 收文编号: the row lock makes the numbers gap-free.
create table circulation.number_series (
  organ_id uuid not null,
  year integer not null,
  next integer not null check (next > 0),
  primary key (organ_id, year)
);

select platform.protect('circulation.entry', 'organ_id', 'select, insert, update');
select platform.protect('circulation.number_series', 'organ_id', 'select, insert, update');
