-- Seals of organs with their wrapped keys, and requests to seal with everything they froze.

create table sealing.seal (
  id uuid primary key,
  organ_id uuid not null,
  es_id text not null unique,
  name text not null,
  diameter_mm integer not null check (diameter_mm between 20 and 60),
  -- SESeal (GB/T 38540 V4), DER.
  seal bytea not null,
  picture bytea not null,
  -- SM2 certificate that may use the seal and its chain; P-256 certificate for the PDF twin and its chain. DER.
  certificate bytea not null,
  chain bytea[] not null,
  pdf_certificate bytea not null,
  pdf_chain bytea[] not null,
  -- Both private keys, wrapped together.
  wrapped jsonb not null,
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  made_at timestamptz not null
);
create index seal_organ on sealing.seal (organ_id, made_at);

create table sealing.request (
  id uuid primary key,
  organ_id uuid not null,
  matter_id uuid not null,
  document_id uuid not null,
  seal_id uuid not null references sealing.seal (id),
  seal_time timestamptz not null,
  -- Version root, digest of the registration data, approval: what may not change between request and seal.
  frozen jsonb not null,
  requested_at timestamptz not null,
  -- SHA-256 of the to-be-signed bytes, set once by the first run of the job; a retry must come to the same.
  ofd_tbs text,
  pdf_tbs text,
  sealed_at timestamptz,
  failed_at timestamptz,
  failure text
);
create index request_document on sealing.request (document_id, requested_at);
-- At most one request of a document is under way.
create unique index request_under_way on sealing.request (document_id) where sealed_at is null and failed_at is null;

select platform.protect('sealing.seal', 'organ_id', 'select, insert');
select platform.protect('sealing.request', 'organ_id', 'select, insert, update');
