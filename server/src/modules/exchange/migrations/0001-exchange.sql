-- What leaves an organ, to whom, and what came back; what came in from other organs. Each row is one organ's own.

create table exchange.envelope (
  id uuid primary key,
  organ_id uuid not null,
  matter_id uuid not null,
  document_id uuid not null,
  -- The act that must be under a signed checkpoint before anything leaves.
  sealed_event uuid not null,
  -- Signed packet as it goes out; set once, when the log has the act.
  packet jsonb,
  created_at timestamptz not null
);
create index envelope_document on exchange.envelope (document_id, created_at);

create table exchange.delivery (
  id uuid primary key,
  organ_id uuid not null,
  envelope_id uuid not null references exchange.envelope (id),
  receiver_id uuid not null,
  receiver_name text not null,
  role text not null check (role in ('主送', '抄送')),
  channel text not null,
  position integer not null,
  created_at timestamptz not null,
  unique (envelope_id, receiver_id)
);

-- Signed receipts that came back. One of each kind a delivery: a repeat changes nothing.
create table exchange.receipt (
  id uuid primary key,
  organ_id uuid not null,
  delivery_id uuid not null references exchange.delivery (id),
  kind text not null check (kind in ('delivered', 'signed-for', 'returned', 'registered', 'closed')),
  at timestamptz not null,
  by_name text,
  by_post text,
  note text,
  packet jsonb not null,
  received_at timestamptz not null,
  unique (delivery_id, kind)
);

-- Envelopes that came in. The pair (receiver, envelope) makes a repeat harmless.
create table exchange.arrival (
  id uuid primary key,
  organ_id uuid not null,
  envelope_id uuid not null,
  delivery_id uuid not null,
  sender_id uuid not null,
  matter_id uuid not null,
  document_id uuid not null,
  packet jsonb not null,
  arrived_at timestamptz not null,
  unique (organ_id, envelope_id)
);
create index arrival_matter on exchange.arrival (matter_id);

-- Signed receipts that went out: the receiver's own evidence.
create table exchange.answer (
  id uuid primary key,
  organ_id uuid not null,
  arrival_id uuid not null references exchange.arrival (id),
  kind text not null,
  packet jsonb not null,
  made_at timestamptz not null,
  unique (arrival_id, kind)
);

select platform.protect('exchange.envelope', 'organ_id', 'select, insert, update');
select platform.protect('exchange.delivery', 'organ_id', 'select, insert');
select platform.protect('exchange.receipt', 'organ_id', 'select, insert');
select platform.protect('exchange.arrival', 'organ_id', 'select, insert');
select platform.protect('exchange.answer', 'organ_id', 'select, insert');
