-- Until when the end of a trial waits: while its provider does not say whether it can be paid for, and while a run is at it.
alter table engine_subscriptions add column put_off_until timestamptz;

-- Beside a million renewals that are due, trials are few.
create index engine_subscriptions_trial_idx on engine_subscriptions (next_run_at)
    where parked_at is null and not clocked and period_index = -1;
