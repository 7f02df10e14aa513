-- 催办: how often an open step was urged, and when last. The acts tell by whom.

alter table workflow.step add column urged integer not null default 0 check (urged >= 0);
alter table workflow.step add column urged_at timestamptz;

-- "Did it pass through this post" is asked of one matter at a time. Leading with the matter leaves step_todo the only
-- index that starts with the holder, so that the to-do list is read through it whatever the statistics say.
drop index workflow.step_holder;
drop index workflow.step_matter;
create index step_matter_holder on workflow.step (matter_id, holder_post);
