-- The version of its plan that a migration takes it to with the next period. Whatever its user plans or takes back, that stays.
alter table engine_subscriptions add column follow_version_id uuid references plan_versions (id);
