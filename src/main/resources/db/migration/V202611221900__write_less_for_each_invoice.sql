-- What each invoice of a run paid for and nobody needs. Looking a referenced row up also locks it, which is written to the log.
--   collections.user_id: the invoice says the same, is referenced, and cannot change whose it is.
--   invoices.user_id: whoever writes one has locked the account, which references the user.
--   engine_periods.plan_version_id: taken from the subscription, which references it; versions are never deleted.
alter table collections drop constraint collections_user_id_fkey;
alter table invoices drop constraint invoices_user_id_fkey;
alter table engine_periods drop constraint engine_periods_plan_version_id_fkey;

-- On the first of a month all rows of a page change together: each then finds room beside its former self, and no index is written.
alter table subscriptions set (fillfactor = 50);
