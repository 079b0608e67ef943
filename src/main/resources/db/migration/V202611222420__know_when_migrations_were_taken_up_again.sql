-- When the next batch of a migration whose job was gone was last promised again.
alter table plan_migrations add column taken_up_at timestamptz;
