-- Sessions nobody can use any more are removed for all organs at once; the caller learns how many, nothing else.

create function directory.sweep_sessions(ended_before timestamptz, idle_since timestamptz) returns integer
language sql security definer set search_path = pg_catalog, pg_temp as
$$ with gone as (delete from directory.session
                 where expires_at < ended_before or seen_at < idle_since returning 1)
   select count(*)::int from gone $$;
revoke execute on function directory.sweep_sessions(timestamptz, timestamptz) from public;
grant execute on function directory.sweep_sessions(timestamptz, timestamptz) to yiwen_app;
