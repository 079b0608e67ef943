-- Numbers without gaps: the row is locked from taking a number until the document is committed with it.
create table invoice_series (
    series text primary key,
    last   bigint not null check (last > 0)
);

-- Drafts are not stored: a preview is computed anew each time, so that it cannot be out of date.
create table invoices (
    id               uuid primary key,
    user_id          uuid        not null references users (id),
    subscription_id  uuid references subscriptions (id),
    -- The invoice that a debit note corrects.
    corrects         uuid references invoices (id),
    kind             text        not null check (kind in ('period', 'change', 'cancel', 'late', 'debit')),
    provider         text        not null check (provider in ('manual', 'stripe', 'paymob')),
    series           text        not null,
    sequence         bigint      not null,
    number           text        not null unique,
    currency         text        not null,
    period_start     timestamptz not null,
    period_end       timestamptz not null check (period_end >= period_start),
    -- Usage was counted up to this event.
    usage_sequence   bigint      not null,
    seller           jsonb       not null,
    buyer            jsonb       not null,
    time_zone        text        not null,
    memo             text,
    line_count       int         not null,
    subtotal         bigint      not null,
    discount         bigint      not null check (discount >= 0),
    tax              bigint      not null,
    total            bigint      not null,
    discounts        jsonb       not null,
    taxes            jsonb       not null,
    -- Taken from the account's credit and wallet; what earlier invoices left to it; what it leaves to the next; what it gives back.
    credit_applied   bigint      not null check (credit_applied >= 0),
    wallet_applied   bigint      not null check (wallet_applied >= 0),
    carried_in       bigint      not null check (carried_in >= 0),
    carried_out      bigint      not null check (carried_out >= 0),
    credit_created   bigint      not null check (credit_created >= 0),
    amount_due       bigint      not null check (amount_due >= 0),
    issued_at        timestamptz not null,
    due_at           timestamptz not null,
    created_at       timestamptz not null,
    -- From here on what becomes of it.
    status           text        not null check (status in ('open', 'paid', 'void', 'uncollectible')),
    amount_paid      bigint      not null default 0 check (amount_paid >= 0),
    amount_credited  bigint      not null default 0 check (amount_credited >= 0),
    credited_net     bigint      not null default 0 check (credited_net >= 0),
    credited_tax     bigint      not null default 0 check (credited_tax >= 0),
    amount_refunded  bigint      not null default 0 check (amount_refunded between 0 and amount_paid),
    written_off      bigint      not null default 0 check (written_off >= 0),
    paid_at          timestamptz,
    voided_at        timestamptz,
    uncollectible_at timestamptz,
    unique (series, sequence),
    check (total = subtotal - discount + tax),
    check (amount_due = total - credit_applied - wallet_applied + carried_in - carried_out + credit_created),
    check (amount_paid + amount_credited + written_off <= amount_due or status = 'void'),
    check ((kind = 'debit') = (corrects is not null))
);

-- Whoever of many runs is first.
create unique index invoices_one on invoices (subscription_id, period_start, kind) where kind <> 'debit';

create index invoices_user_idx on invoices (user_id, issued_at desc, id desc);
create index invoices_issued_idx on invoices (issued_at desc, id desc);
create index invoices_open_idx on invoices (due_at, id) where status = 'open';
create index invoices_corrects_idx on invoices (corrects) where corrects is not null;

create table invoice_lines (
    invoice_id   uuid        not null references invoices (id),
    position     int         not null check (position > 0),
    kind         text        not null,
    description  text        not null,
    charge_id    uuid,
    metric       text,
    plan         text,
    period_start timestamptz not null,
    period_end   timestamptz not null,
    -- Which tier of the charge's price, from 1; null for what has none.
    tier         int,
    quantity     numeric(38,12),
    unit_price   numeric(38,12),
    flat_price   numeric(38,12),
    amount       bigint      not null,
    discount     bigint      not null,
    primary key (invoice_id, position)
);

create table invoice_payments (
    id                  uuid primary key,
    invoice_id          uuid        not null references invoices (id),
    provider            text        not null,
    provider_payment_id text        not null,
    -- All that arrived, and what of it the invoice did not need and the account was credited with.
    amount              bigint      not null check (amount > 0),
    excess              bigint      not null check (excess between 0 and amount),
    paid_at             timestamptz not null,
    unique (provider, provider_payment_id)
);

create index invoice_payments_invoice_idx on invoice_payments (invoice_id);

-- What coupons took off; a voided invoice uses none up.
create table coupon_uses (
    applied_id uuid   not null references applied_coupons (id),
    invoice_id uuid   not null references invoices (id),
    amount     bigint not null check (amount > 0),
    primary key (applied_id, invoice_id)
);

create index coupon_uses_invoice_idx on coupon_uses (invoice_id);
