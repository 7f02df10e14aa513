-- What this node, as a witness, has seen last of each log. A row is committed before its cosignature is handed out.

grant usage on schema witness to yiwen_sequencer;

create table witness.state (
  origin text primary key,
  -- Lower-case hexadecimal SHA-256 of the origin: the log's folder at this witness.
  digest text not null unique check (digest ~ '^[0-9a-f]{64}$'),
  size bigint not null check (size >= 0),
  root bytea not null check (octet_length(root) = 32),
  -- The checkpoint with the log's lines and this witness's cosignature.
  note bytea not null,
  seen_at timestamptz not null
);

alter table witness.state enable row level security;
alter table witness.state force row level security;
create policy owner on witness.state to yiwen_owner using (true) with check (true);
create policy sequencer on witness.state to yiwen_sequencer using (true) with check (true);
grant select, insert on witness.state to yiwen_sequencer;
grant update (size, root, note, seen_at) on witness.state to yiwen_sequencer;

-- A witness never goes back, whoever asks: not even the role that writes here may make a size smaller.
create function witness.refuse_going_back() returns trigger language plpgsql as $$
begin
  if new.size < old.size or (new.size = old.size and new.root <> old.root) then
    raise exception 'a witness does not go back: % from size % to %', old.origin, old.size, new.size;
  end if;
  return new;
end $$;
create trigger only_forward before update on witness.state
  for each row execute function witness.refuse_going_back();
