-- The key an organ signs its packets and receipts with: SM2, wrapped; made at the first packet.

create table sealing.organ_key (
  organ_id uuid primary key,
  certificate bytea not null,
  chain bytea[] not null,
  wrapped jsonb not null,
  made_at timestamptz not null
);

select platform.protect('sealing.organ_key', 'organ_id', 'select, insert');
