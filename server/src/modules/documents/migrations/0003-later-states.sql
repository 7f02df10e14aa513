-- A sealed file may get a time-stamp later: its states share version and name, and what was sealed when it first existed
-- was sealed then.

create or replace function documents.public_face(wanted_code text, wanted_sha256 text)
returns table (organ_id uuid, document_id uuid, title text, code text, year integer, n integer, signed_on text,
               version_id uuid, version_no integer, root_sha256 text, root_sm3 text, sealed_at timestamptz,
               newest_no integer)
language sql stable security definer set search_path = pg_catalog, pg_temp as
$$
  select d.organ_id, d.id, coalesce(nullif(t.content ->> 'value', ''), o.content -> 'value' ->> 0),
         r.code, r.year, r.n, r.signed_on, v.id, v.no, v.root_sha256, v.root_sm3,
         (select min(first.added_at) from documents.file first
          where first.document_id = d.id and first.version_id = v.id and first.role = 'rendition' and first.sealed
            and first.format = f.format and first.name = f.name),
         (select max(other.no) from documents.version other where other.document_id = d.id)
  from documents.registration r
  join documents.document d on d.id = r.document_id and d.direction = 'out'
  join documents.file f on f.document_id = d.id and f.role = 'rendition' and f.sealed
  join documents.version v on v.id = f.version_id
  left join documents.part t on t.version_id = v.id and t.id = 'title'
  left join documents.part o on o.version_id = v.id and o.id = 'organMark'
  where (wanted_code is not null and r.verify_code = wanted_code)
     or (wanted_sha256 is not null and f.sha256 = wanted_sha256)
  order by v.no desc, f.added_at desc limit 1
$$;
