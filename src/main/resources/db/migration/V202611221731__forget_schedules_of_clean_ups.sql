-- What these did is done by the one job that forgets what has expired, table by table.
delete from schedules where name in (
    'jobs.clean-up', 'stripe.events.purge', 'paymob.callbacks.purge', 'entitlement.clean_up', 'webhook.clean_up');

delete from outbox where type in (
    'jobs.clean-up', 'stripe.events.purge', 'paymob.callbacks.purge', 'entitlement.clean_up', 'webhook.clean_up');
