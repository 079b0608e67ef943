-- The work is committed: if its answer is lost, nobody may do it again.
alter table idempotency_keys add column done boolean not null default false;
