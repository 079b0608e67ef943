-- A note takes off what is still owed; of what was paid already, a part goes to the account and a part back to where it came from.
create table credit_notes (
    id                 uuid primary key,
    series             text        not null,
    sequence           bigint      not null,
    number             text        not null unique,
    invoice_id         uuid        not null references invoices (id),
    user_id            uuid        not null references users (id),
    -- The line it corrects; null for the invoice as a whole.
    line               int,
    currency           text        not null,
    reason             text        not null,
    net                bigint      not null check (net > 0),
    tax                bigint      not null check (tax >= 0),
    total              bigint      not null,
    offset_amount      bigint      not null check (offset_amount >= 0),
    balance_amount     bigint      not null check (balance_amount >= 0),
    refund_amount      bigint      not null check (refund_amount >= 0),
    actor_id           uuid,
    issued_at          timestamptz not null,
    -- From here on what becomes of the refund.
    refund_status      text check (refund_status in ('pending', 'succeeded', 'failed')),
    provider_refund_id text,
    unique (series, sequence),
    check (total = net + tax),
    check (total = offset_amount + balance_amount + refund_amount),
    check ((refund_amount > 0) = (refund_status is not null))
);

create index credit_notes_invoice_idx on credit_notes (invoice_id);
create index credit_notes_user_idx on credit_notes (user_id);
create index credit_notes_refund_idx on credit_notes (issued_at, id) where refund_status = 'pending';

alter table balance_entries add foreign key (credit_note_id) references credit_notes (id);
create index balance_entries_note_idx on balance_entries (credit_note_id) where credit_note_id is not null;
