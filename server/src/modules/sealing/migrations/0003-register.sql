-- The register of seals: where each stands in its life, under which rule it is used, and what it was used for.

create table sealing.register (
  id uuid primary key,
  organ_id uuid not null,
  kind text not null check (kind in ('organ', 'business', 'personal')),
  -- What stands on the seal: the organ's or the person's name, and the purpose of a 业务专用章.
  face text not null,
  purpose text,
  shape text not null check (shape in ('round', 'oval', 'horizontal', 'vertical', 'square')),
  -- The one person a 签名章 belongs to.
  person_id uuid,
  state text not null check (state in ('applied', 'rejected', 'approved', 'made', 'in-use', 'suspended', 'revoked', 'destroyed')),
  -- 换发: the seal this one takes the place of.
  replaces uuid references sealing.register (id),
  reason text not null,
  -- 备案: with whom, under which number, on which day.
  filing jsonb,
  rule_no integer not null,
  applied_at timestamptz not null,
  state_at timestamptz not null,
  check ((kind = 'personal') = (person_id is not null)),
  check ((kind = 'business') = (purpose is not null))
);
create index register_organ on sealing.register (organ_id, applied_at);

-- Every step of a seal's life with the act that recorded it. Added, never changed.
create table sealing.life (
  id uuid primary key,
  organ_id uuid not null,
  seal_id uuid not null references sealing.register (id),
  verb text not null,
  state text not null,
  at timestamptz not null,
  by_name text not null,
  by_post text not null,
  person_id uuid,
  note text,
  act_id uuid not null,
  ordinal bigint generated always as identity
);
create index life_seal on sealing.life (seal_id, ordinal);

-- Rules in numbered versions. Added, never changed.
create table sealing.rule (
  seal_id uuid not null references sealing.register (id),
  no integer not null,
  organ_id uuid not null,
  rule jsonb not null,
  set_at timestamptz not null,
  act_id uuid not null,
  primary key (seal_id, no)
);

-- Wrapped private keys, apart from what is never taken away again: destroying a seal deletes its row here.
create table sealing.seal_key (
  seal_id uuid primary key references sealing.seal (id),
  organ_id uuid not null,
  wrapped jsonb not null
);

-- 用印申请: what is to be sealed with which seal, and how far it is. A matter of the workflow carries it.
create table sealing.application (
  id uuid primary key,
  organ_id uuid not null,
  matter_id uuid not null unique,
  seal_id uuid not null references sealing.register (id),
  rule_no integer not null,
  purpose text not null,
  copies integer not null,
  -- An uploaded file, or a version of an own document.
  file jsonb,
  document jsonb,
  place jsonb,
  applicant jsonb not null,
  applied_at timestamptz not null,
  approval jsonb,
  seal_time timestamptz,
  sealer jsonb,
  tbs text,
  sealed jsonb,
  ended_at timestamptz,
  failure text,
  check ((file is null) <> (document is null))
);
create index application_seal on sealing.application (seal_id, applied_at);
create index application_organ on sealing.application (organ_id, applied_at);

-- 用印登记簿: one line for each use, in the transaction of the act that finished it. Added, never changed.
create table sealing.use (
  id uuid primary key,
  organ_id uuid not null,
  seal_id uuid not null references sealing.register (id),
  at timestamptz not null,
  rule_no integer not null,
  application_id uuid references sealing.application (id),
  request_id uuid references sealing.request (id),
  line jsonb not null,
  act_id uuid not null,
  ordinal bigint generated always as identity
);
create index use_seal on sealing.use (seal_id, ordinal);
create unique index use_once_application on sealing.use (application_id) where application_id is not null;
create unique index use_once_request on sealing.use (request_id) where request_id is not null;

-- Seals made before the register are in use under a rule that allows what was allowed until now.
insert into sealing.register (id, organ_id, kind, face, shape, state, reason, rule_no, applied_at, state_at)
  select id, organ_id, 'organ', name, 'round', 'in-use', '登记簿建立以前制作', 0, made_at, made_at from sealing.seal;
insert into sealing.seal_key (seal_id, organ_id, wrapped) select id, organ_id, wrapped from sealing.seal;
alter table sealing.seal drop column wrapped;
alter table sealing.seal drop constraint seal_diameter_mm_check;
alter table sealing.seal add column height_mm integer check (height_mm between 8 and 60);
alter table sealing.seal add check (diameter_mm between 8 and 60);

-- What every use rested on, fixed with the request.
alter table sealing.request add column basis jsonb;
alter table sealing.request add column requested_by jsonb;

create function sealing.keep_line() returns trigger language plpgsql as $$
begin
  raise exception 'what is written in % stays', tg_table_name;
end $$;
create trigger keep before update or delete on sealing.life for each row execute function sealing.keep_line();
create trigger keep before update or delete on sealing.rule for each row execute function sealing.keep_line();
create trigger keep before update or delete on sealing.use for each row execute function sealing.keep_line();

-- A seal that is destroyed or was rejected stays so, whoever asks; and the key of a destroyed one cannot come back.
create function sealing.keep_end() returns trigger language plpgsql as $$
begin
  if old.state in ('destroyed', 'rejected') and new.state <> old.state then
    raise exception 'seal % is %', old.id, old.state;
  end if;
  if new.organ_id <> old.organ_id or new.kind <> old.kind or new.person_id is distinct from old.person_id then
    raise exception 'seal % belongs to whom it was made for', old.id;
  end if;
  return new;
end $$;
create trigger keep_end before update on sealing.register for each row execute function sealing.keep_end();

create function sealing.only_in_use() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from sealing.register r
                 where r.id = new.seal_id and r.organ_id = new.organ_id and r.state = 'in-use') then
    raise exception 'seal % is not in use', new.seal_id;
  end if;
  return new;
end $$;
create trigger only_in_use before insert on sealing.request for each row execute function sealing.only_in_use();
create trigger only_in_use before insert on sealing.use for each row execute function sealing.only_in_use();

create function sealing.only_alive() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from sealing.register r
                 where r.id = new.seal_id and r.organ_id = new.organ_id and r.state in ('approved', 'made')) then
    raise exception 'seal % takes no key', new.seal_id;
  end if;
  return new;
end $$;
create trigger only_alive before insert on sealing.seal_key for each row execute function sealing.only_alive();

select platform.protect('sealing.register', 'organ_id', 'select, insert, update');
select platform.protect('sealing.life', 'organ_id', 'select, insert');
select platform.protect('sealing.rule', 'organ_id', 'select, insert');
select platform.protect('sealing.seal_key', 'organ_id', 'select, insert, delete');
select platform.protect('sealing.application', 'organ_id', 'select, insert, update');
select platform.protect('sealing.use', 'organ_id', 'select, insert');
