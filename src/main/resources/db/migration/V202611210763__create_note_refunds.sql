-- What is to go back for a credit note, by which payment: there before the provider is asked.
create table note_refunds (
    note_id             uuid primary key,
    invoice_id          uuid        not null references invoices (id),
    attempt_id          uuid        not null references collection_attempts (id),
    amount_cents        bigint      not null check (amount_cents > 0),
    currency            text        not null,
    status              text        not null check (status in ('requested', 'succeeded', 'failed')),
    provider_refund_id  text,
    -- What had gone back of the payment before.
    returned_before     bigint      not null,
    code                text,
    created_at          timestamptz not null,
    updated_at          timestamptz not null
);

create index note_refunds_attempt_idx on note_refunds (attempt_id);
