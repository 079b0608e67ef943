-- Of millions that wait, the few whose time was long ago.
create index webhook_deliveries_due_idx on webhook_deliveries (next_attempt_at) where status = 'pending';
