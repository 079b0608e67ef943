-- Events that take back what others have told: they pay no fee, and a sum of hours does not tell how many they are.
create index usage_events_corrections_idx on usage_events (subscription_id, metric_id, at) where value < 0;
