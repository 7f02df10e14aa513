-- What every module's tables stand on: the organ of the transaction, row security in one call.

create function platform.organ() returns uuid language sql stable as
$$ select nullif(current_setting('yiwen.organ', true), '')::uuid $$;

create function platform.person() returns uuid language sql stable as
$$ select nullif(current_setting('yiwen.person', true), '')::uuid $$;

-- Puts a table behind row security: requests and jobs see the rows of their transaction's organ and no others; the
-- owner, for migrations and security-definer functions, is let in by a policy of its own because FORCE binds it too.
create function platform.protect(target regclass, organ_column text default 'organ_id',
                                 privileges text default 'select, insert, update, delete') returns void
language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy organ on %s to yiwen_app, yiwen_jobs using (%I = platform.organ()) with check (%I = platform.organ())',
                 target, organ_column, organ_column);
  execute format('create policy owner on %s to yiwen_owner using (true) with check (true)', target);
  execute format('grant %s on %s to yiwen_app, yiwen_jobs', privileges, target);
end $$;

grant usage on schema platform to yiwen_sequencer;
revoke execute on function platform.protect(regclass, text, text) from public;

-- Facts about the node as a whole (demo seeded, set up). Readable by all roles, written by the owner's functions.
create table platform.fact (
  name text primary key,
  value jsonb not null,
  set_at timestamptz not null default now()
);
grant select on platform.fact to yiwen_app, yiwen_jobs, yiwen_sequencer;

create function platform.set_fact(fact text, new_value jsonb) returns boolean
language sql security definer set search_path = pg_catalog, pg_temp as
$$ insert into platform.fact (name, value) values (fact, new_value)
   on conflict (name) do nothing returning true $$;
revoke execute on function platform.set_fact(text, jsonb) from public;
grant execute on function platform.set_fact(text, jsonb) to yiwen_app, yiwen_jobs;

-- Days that depart from the built-in table of working days: later notices and the county's own.
create table platform.calendar_day (
  day date primary key,
  working boolean not null,
  name text not null
);
grant select on platform.calendar_day to yiwen_app, yiwen_jobs;
