-- What lies between two failures counts as failing only where they are close to each other: nobody asked meanwhile.
alter table webhook_endpoints add column last_failed_at timestamptz;

update webhook_endpoints e
set last_failed_at = (
    select max(d.last_attempt_at) from webhook_deliveries d where d.endpoint_id = e.id and d.status <> 'delivered')
where failing_since is not null;
