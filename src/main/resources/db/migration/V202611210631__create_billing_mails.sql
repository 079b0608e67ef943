-- What users have been told, so that they are told once: however often Stripe says it, in whichever order, on however many nodes.
create table billing_mails (
    kind       text        not null,
    -- What it tells of: an invoice, an attempt to collect it, a subscription, a refund.
    object_id  text        not null,
    user_id    uuid        not null references users (id) on delete cascade,
    created_at timestamptz not null,
    primary key (kind, object_id)
);

create index billing_mails_user_idx on billing_mails (user_id);
