-- Whose money it is: what invoices of a user are made in, and what the user has with us. The row is also the one lock under which
-- anything happens to that user's money.
create table billing_accounts (
    user_id            uuid primary key references users (id),
    -- Of all invoices; null before the first.
    currency           text,
    -- From credit notes and invoices below zero. Below zero: too little to be charged so far, asked for by the next invoice.
    credit             bigint      not null default 0,
    -- Paid in advance or granted; used after the credit.
    wallet             bigint      not null default 0 check (wallet >= 0),
    payment_terms_days int check (payment_terms_days between 0 and 365),
    created_at         timestamptz not null,
    updated_at         timestamptz not null
);

-- Whom invoices are addressed to. Goes with the user; an invoice has a copy.
create table billing_profiles (
    user_id     uuid primary key references users (id) on delete cascade,
    name        text,
    line1       text,
    line2       text,
    city        text,
    region      text,
    postal_code text,
    country     text check (country ~ '^[A-Z]{2}$'),
    tax_id      text,
    time_zone   text,
    updated_at  timestamptz not null
);

-- A rate never changes: invoices refer to what it was. Another one takes its place.
create table tax_rates (
    id          uuid primary key,
    code        text           not null unique,
    name        text           not null,
    percent     numeric(15,12) not null check (percent between 0 and 100),
    active      boolean        not null default true,
    created_at  timestamptz    not null
);

create table account_tax_rates (
    user_id     uuid not null references users (id) on delete cascade,
    tax_rate_id uuid not null references tax_rates (id),
    primary key (user_id, tax_rate_id)
);

create index account_tax_rates_rate_idx on account_tax_rates (tax_rate_id);
