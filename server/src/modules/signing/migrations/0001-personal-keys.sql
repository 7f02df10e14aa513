-- Keys people sign their acts with. The server keeps the public half, the certificate, and a blob it cannot open.

create table signing.key (
  id uuid primary key,
  -- The person's home organ.
  organ_id uuid not null,
  person_id uuid not null,
  kind text not null check (kind in ('key', 'passkey')),
  algorithm text not null,
  label text not null,
  -- SubjectPublicKeyInfo, DER.
  public_key bytea not null unique,
  -- DER; null while an outside authority has not answered, and for passkeys it does not certify.
  certificate bytea,
  chain bytea[] not null,
  request_id uuid,
  -- The private key wrapped in the person's browser (kind `key`).
  wrapped jsonb check ((wrapped is not null) = (kind = 'key')),
  -- WebAuthn credential id and the site it belongs to (kind `passkey`).
  credential_id text,
  rp_id text,
  origin text,
  asked_at timestamptz not null,
  -- From here on it signs.
  enrolled_at timestamptz,
  revoked_at timestamptz,
  revoked_reason text
);
create index key_person on signing.key (person_id, asked_at);

-- Whether sign-offs of the organ need the person's own signature; without a row they are offered.
create table signing.rule (
  organ_id uuid primary key,
  rule text not null check (rule in ('offered', 'required')),
  set_at timestamptz not null
);

select platform.protect('signing.key', 'organ_id', 'select, insert, update');
select platform.protect('signing.rule', 'organ_id', 'select, insert, update');
