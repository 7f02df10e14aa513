-- Certificates the node's authority issued, with their revocation, and requests that wait for an outside authority.

create table authority.certificate (
  organ_id uuid not null,
  -- Key identifier of the issuing key: serial numbers are unique for one issuer only.
  issuer text not null check (issuer ~ '^[0-9a-f]+$'),
  serial text not null check (serial ~ '^[0-9a-f]{2,64}$'),
  subject text not null,
  purpose text not null,
  algorithm text not null,
  certificate bytea not null,
  not_before timestamptz not null,
  not_after timestamptz not null,
  issued_at timestamptz not null,
  revoked_at timestamptz,
  reason text,
  primary key (issuer, serial),
  check ((revoked_at is null) = (reason is null))
);
create index certificate_organ on authority.certificate (organ_id, not_after);
create index certificate_revoked on authority.certificate (issuer) where revoked_at is not null;

create table authority.request (
  id uuid primary key,
  organ_id uuid not null,
  purpose text not null,
  subject text not null,
  request bytea not null,
  asked_at timestamptz not null,
  answered_at timestamptz,
  certificate bytea,
  chain bytea[],
  check ((answered_at is null) = (certificate is null))
);
create index request_open on authority.request (organ_id, asked_at) where answered_at is null;

-- What was certified stays; only its revocation is added, once, and a hold can be lifted.
create function authority.keep_certificate() returns trigger language plpgsql as $$
begin
  if (new.organ_id, new.issuer, new.serial, new.certificate) is distinct from (old.organ_id, old.issuer, old.serial, old.certificate)
     or (old.revoked_at is not null and old.reason <> 'hold') then
    raise exception 'a certificate''s record is never changed';
  end if;
  return new;
end $$;
create trigger keep before update on authority.certificate for each row execute function authority.keep_certificate();

select platform.protect('authority.certificate', 'organ_id', 'select, insert, update');
select platform.protect('authority.request', 'organ_id', 'select, insert, update');

-- Revocation is public by its purpose: serial numbers, dates and reasons of all organs' certificates, no names.
create function authority.revoked(of_issuer text)
returns table (serial text, revoked_at timestamptz, reason text)
language sql stable security definer set search_path = pg_catalog, pg_temp as
$$ select serial, revoked_at, reason from authority.certificate
   where issuer = of_issuer and revoked_at is not null order by revoked_at, serial $$;

-- What an OCSP responder says of one certificate.
create function authority.status_of(of_issuer text, wanted text)
returns table (revoked_at timestamptz, reason text)
language sql stable security definer set search_path = pg_catalog, pg_temp as
$$ select revoked_at, reason from authority.certificate where issuer = of_issuer and serial = wanted $$;

revoke execute on function authority.revoked(text), authority.status_of(text, text) from public;
grant execute on function authority.revoked(text), authority.status_of(text, text) to yiwen_app, yiwen_jobs;
