-- Until when the end of a trial waits, while its provider does not say whether it can be paid for.
alter table engine_subscriptions add column put_off_until timestamptz;
