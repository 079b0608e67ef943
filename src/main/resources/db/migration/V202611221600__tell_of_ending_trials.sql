-- The end of a trial that its user has been told of, so that each end is told once, should it be moved.
alter table engine_subscriptions add column trial_told timestamptz;

create index subscriptions_trials_idx on subscriptions (trial_end) where engine and status = 'trialing';
