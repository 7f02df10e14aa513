-- Keys of printed codes: who, which key, from when, until when. Public halves are for anybody; private ones are wrapped.

create table paper.key (
  id uuid primary key,
  organ_id uuid not null,
  -- Uncompressed P-256 point.
  public_key bytea not null unique check (octet_length(public_key) = 65),
  valid_from date not null,
  valid_to date,
  -- Since this day the key is known to be in other hands.
  revoked date,
  made_at timestamptz not null
);
-- One key of an organ is in use.
create unique index key_in_use on paper.key (organ_id) where valid_to is null and revoked is null;

create table paper.secret (
  key_id uuid primary key references paper.key (id),
  organ_id uuid not null,
  wrapped jsonb not null
);

select platform.protect('paper.key', 'organ_id', 'select, insert, update');
select platform.protect('paper.secret', 'organ_id', 'select, insert');

-- Whoever holds a paper needs the keys of whichever organ issued it.
create policy anybody on paper.key for select to yiwen_app, yiwen_jobs using (true);
