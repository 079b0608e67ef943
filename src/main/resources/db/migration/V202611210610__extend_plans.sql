-- Every interval_count units: 'weekly' and 2 is every other week.
alter table plan_versions
    add column interval_count int not null default 1 check (interval_count between 1 and 1095),
    add constraint plan_versions_billing_period_check
        check (billing_period in ('daily', 'weekly', 'monthly', 'quarterly', 'yearly'));

alter table plans
    -- Whether the card is asked for before the trial begins, and what becomes of a trial that ends without one.
    add column trial_requires_card boolean not null default true,
    add column trial_end_without_card text not null default 'cancel'
        check (trial_end_without_card in ('cancel', 'pause', 'create_invoice'));
