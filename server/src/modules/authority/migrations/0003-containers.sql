-- Files of any kind are sealed in a container with their signature (ASiC-E); its time is looked after like the others'.

alter table authority.stamped_file drop constraint stamped_file_format_check;
alter table authority.stamped_file
  add constraint stamped_file_format_check check (format in ('ofd', 'pdf', 'asice'));
