-- For people: when the schedule last came round.
alter table schedules add column last_at timestamptz;
