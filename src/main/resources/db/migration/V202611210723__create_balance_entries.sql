-- How each account's credit and wallet came to be what they are: in favour of the customer above zero.
create table balance_entries (
    id             uuid primary key,
    user_id        uuid        not null references users (id),
    fund           text        not null check (fund in ('credit', 'wallet')),
    amount         bigint      not null check (amount <> 0),
    currency       text        not null,
    reason         text        not null check (reason in
        ('invoice', 'void', 'credit_note', 'overpayment', 'adjustment')),
    invoice_id     uuid references invoices (id),
    credit_note_id uuid,
    note           text,
    actor_id       uuid,
    created_at     timestamptz not null,
    check ((reason = 'adjustment') = (invoice_id is null))
);

create index balance_entries_user_idx on balance_entries (user_id, created_at, id);
create index balance_entries_invoice_idx on balance_entries (invoice_id) where invoice_id is not null;
