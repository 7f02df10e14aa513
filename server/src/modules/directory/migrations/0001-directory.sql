-- Organs, units, posts, people, who holds what, who stands in for whom; and how people prove who they are.

create table directory.organ (
  id uuid primary key,
  parent_id uuid references directory.organ (id),
  path text not null unique,
  name text not null,
  short_name text not null,
  code text,
  unified_code text,
  kind text not null,
  position integer not null default 0,
  may_issue_from date,
  may_issue_to date,
  second_factor_required boolean not null default false
);
create index organ_parent on directory.organ (parent_id);
select platform.protect('directory.organ', 'id');

-- The path is made here so that nobody has to see the parent's row: ids from the root, separated by slashes.
create function directory.set_organ_path() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if new.parent_id is null then
    new.path := '/' || new.id;
  else
    select path || '/' || new.id into new.path from directory.organ where id = new.parent_id;
    if new.path is null then
      raise exception 'parent organ % does not exist', new.parent_id using errcode = 'foreign_key_violation';
    end if;
  end if;
  return new;
end $$;
create trigger organ_path before insert or update of parent_id on directory.organ
  for each row execute function directory.set_organ_path();

create table directory.unit (
  id uuid primary key,
  organ_id uuid not null references directory.organ (id),
  name text not null,
  position integer not null default 0
);
create index unit_organ on directory.unit (organ_id, position);
select platform.protect('directory.unit');

create table directory.post (
  id uuid primary key,
  organ_id uuid not null references directory.organ (id),
  unit_id uuid references directory.unit (id),
  title text not null,
  role text not null,
  position integer not null default 0
);
create index post_organ on directory.post (organ_id, position);
select platform.protect('directory.post');

create table directory.person (
  id uuid primary key,
  organ_id uuid not null references directory.organ (id),
  name text not null,
  login text not null unique check (login = lower(login)),
  suspended_at timestamptz,
  added_at timestamptz not null
);
create index person_organ on directory.person (organ_id);
select platform.protect('directory.person');

create table directory.holding (
  id uuid primary key,
  organ_id uuid not null references directory.organ (id),
  person_id uuid not null references directory.person (id),
  post_id uuid not null references directory.post (id),
  from_day date not null,
  to_day date check (to_day >= from_day),
  position integer not null default 0
);
create index holding_person on directory.holding (person_id);
create index holding_post on directory.holding (post_id);
select platform.protect('directory.holding');

create table directory.delegation (
  id uuid primary key,
  organ_id uuid not null references directory.organ (id),
  from_post_id uuid not null references directory.post (id),
  to_person_id uuid not null references directory.person (id),
  scope text not null,
  from_day date not null,
  to_day date not null check (to_day >= from_day),
  ended_at timestamptz
);
create index delegation_person on directory.delegation (to_person_id, to_day);
select platform.protect('directory.delegation');

create table directory.credential (
  person_id uuid primary key references directory.person (id),
  organ_id uuid not null references directory.organ (id),
  hash text not null,
  changed_at timestamptz not null,
  must_change boolean not null default false,
  failures integer not null default 0,
  locked_until timestamptz
);
select platform.protect('directory.credential');

create table directory.second_factor (
  id uuid primary key,
  organ_id uuid not null references directory.organ (id),
  person_id uuid not null references directory.person (id),
  kind text not null check (kind in ('totp', 'passkey')),
  label text not null,
  secret text,
  last_step bigint,
  credential_id text unique,
  public_key bytea,
  counter bigint,
  transports text[],
  added_at timestamptz not null,
  confirmed_at timestamptz
);
create index second_factor_person on directory.second_factor (person_id);
select platform.protect('directory.second_factor');

create table directory.session (
  id uuid primary key,
  organ_id uuid not null references directory.organ (id),
  person_id uuid not null references directory.person (id),
  post_id uuid references directory.post (id),
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  previous_hash bytea,
  csrf text not null,
  stage text not null check (stage in ('second-factor', 'signed-in')),
  challenge text,
  created_at timestamptz not null,
  rotated_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null
);
create index session_previous on directory.session (previous_hash) where previous_hash is not null;
create index session_person on directory.session (person_id);
select platform.protect('directory.session');

create table directory.preference (
  person_id uuid primary key references directory.person (id),
  organ_id uuid not null references directory.organ (id),
  large_print boolean not null default false,
  language text not null default 'zh' check (language in ('zh', 'en'))
);
select platform.protect('directory.preference');

-- Somebody of another organ who holds a post here is known here by name.
create policy holders on directory.person for select to yiwen_app, yiwen_jobs
  using (id in (select person_id from directory.holding where organ_id = platform.organ()));

-- Questions that have to be asked before the organ is known. Each answers about one exact secret or login.

create function directory.session_view(given_hash bytea, on_day date)
returns table (id uuid, organ_id uuid, person_id uuid, person_name text, login text, suspended_at timestamptz,
               stage text, csrf text, challenge text, current boolean, rotated_at timestamptz, seen_at timestamptz,
               expires_at timestamptz, post_id uuid, post_organ_id uuid, post_title text, post_role text,
               unit_name text, organ_name text, held boolean, large_print boolean, language text, must_change boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as
$$ select s.id, s.organ_id, s.person_id, p.name, p.login, p.suspended_at, s.stage, s.csrf, s.challenge,
          s.token_hash = given_hash, s.rotated_at, s.seen_at, s.expires_at, t.id, t.organ_id, t.title, t.role, u.name, o.name,
          exists (select 1 from directory.holding h where h.post_id = t.id and h.person_id = p.id
                  and h.from_day <= on_day and (h.to_day is null or h.to_day >= on_day)),
          coalesce(f.large_print, false), coalesce(f.language, 'zh'), coalesce(c.must_change, false)
   from directory.session s
   join directory.person p on p.id = s.person_id
   left join directory.post t on t.id = s.post_id
   left join directory.unit u on u.id = t.unit_id
   left join directory.organ o on o.id = t.organ_id
   left join directory.preference f on f.person_id = p.id
   left join directory.credential c on c.person_id = p.id
   where s.token_hash = given_hash or s.previous_hash = given_hash limit 1 $$;

-- The posts a person holds on a day, in whatever organ.
create function directory.posts_held(person uuid, day date)
returns table (post_id uuid, organ_id uuid, title text, role text, unit_name text, organ_name text, second_factor boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as
$$ select t.id, t.organ_id, t.title, t.role, u.name, o.name, o.second_factor_required
   from directory.holding h
   join directory.post t on t.id = h.post_id
   join directory.organ o on o.id = t.organ_id
   left join directory.unit u on u.id = t.unit_id
   where h.person_id = person and h.from_day <= day and (h.to_day is null or h.to_day >= day)
   order by h.position, t.position, t.id $$;

create function directory.person_by_login(wanted text)
returns table (organ_id uuid, person_id uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as
$$ select organ_id, id from directory.person where login = lower(wanted) $$;

create function directory.has_administrators() returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as
$$ select exists (select 1 from directory.post p join directory.holding h on h.post_id = p.id
                  where p.role in ('system-admin', 'security-admin', 'audit-admin')) $$;

-- The address book: names of all organs of the node, to choose receivers from. Nothing about their people.
create function directory.address_book()
returns table (id uuid, parent_id uuid, name text, short_name text, code text, kind text, path text, "position" integer,
               may_issue_from date, may_issue_to date)
language sql stable security definer set search_path = pg_catalog, pg_temp as
$$ select id, parent_id, name, short_name, code, kind, path, position, may_issue_from, may_issue_to
   from directory.organ $$;

revoke execute on function directory.session_view(bytea, date), directory.posts_held(uuid, date), directory.person_by_login(text),
  directory.has_administrators(), directory.address_book() from public;
grant execute on function directory.session_view(bytea, date), directory.posts_held(uuid, date), directory.person_by_login(text),
  directory.has_administrators(), directory.address_book() to yiwen_app, yiwen_jobs;
