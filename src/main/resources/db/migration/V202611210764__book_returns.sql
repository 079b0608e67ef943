-- Money of a payment that its provider gave back, or lost to the payer's bank, without being asked by a credit note.
create table invoice_returns (
    id                  uuid primary key,
    invoice_id          uuid        not null references invoices (id),
    provider            text        not null,
    provider_payment_id text        not null,
    cause               text        not null check (cause in ('refund', 'dispute')),
    -- The same one is booked once.
    reference           text        not null,
    amount              bigint      not null check (amount > 0),
    -- What of it the invoice had not needed.
    of_excess           bigint      not null check (of_excess between 0 and amount),
    -- Where it comes from: the account's credit, the invoice by a note, or nobody.
    from_credit         bigint      not null check (from_credit >= of_excess),
    credited            bigint      not null check (credited >= 0),
    written_off         bigint      not null check (written_off >= 0),
    credit_note_id      uuid references credit_notes (id),
    returned_at         timestamptz not null,
    unique (provider, reference),
    foreign key (provider, provider_payment_id) references invoice_payments (provider, provider_payment_id),
    check (amount = from_credit + credited + written_off),
    check ((credited > 0) = (credit_note_id is not null))
);

create index invoice_returns_invoice_idx on invoice_returns (invoice_id);
create index invoice_returns_payment_idx on invoice_returns (provider, provider_payment_id);
create trigger invoice_returns_keep before update or delete on invoice_returns for each row execute function refuse_change();

-- What was lost is not paid any more: it is written off.
create or replace view invoice_ledger as
select i.id, i.user_id, i.currency, i.status,
       i.total as invoiced,
       p.paid - r.lost as paid,
       i.amount_credited - b.balance as credited,
       case when i.status = 'open' then i.amount_due - i.amount_paid - i.amount_credited else 0 end as open,
       i.written_off + r.lost as written_off
from invoices i
    cross join lateral (select coalesce(sum(amount - excess), 0) as paid from invoice_payments where invoice_id = i.id) p
    cross join lateral (select coalesce(sum(written_off), 0)::bigint as lost from invoice_returns where invoice_id = i.id) r
    -- What the account gave (below zero) or got by the invoice itself, not by its notes or by what was paid too much.
    cross join lateral (select coalesce(sum(amount), 0) as balance from balance_entries
                        where invoice_id = i.id and reason in ('invoice', 'void')) b;

-- What is wrong with the books: no row ever.
create or replace view ledger_faults as
select 'invoice' as what, id::text as id, invoiced - paid - credited - open - written_off as off_by
from invoice_ledger where invoiced <> paid + credited + open + written_off
union all
select 'payments', i.id::text, i.amount_paid - p.paid
from invoices i
    cross join lateral (select coalesce(sum(amount - excess), 0) as paid from invoice_payments where invoice_id = i.id) p
where i.amount_paid <> p.paid
union all
select 'notes', i.id::text, i.amount_credited - coalesce(sum(n.offset_amount), 0)
from invoices i left join credit_notes n on n.invoice_id = i.id
group by i.id
having i.amount_credited <> coalesce(sum(n.offset_amount), 0)
    or i.credited_net <> coalesce(sum(n.net), 0)
    or i.credited_tax <> coalesce(sum(n.tax), 0)
    or i.amount_refunded <> coalesce(sum(n.refund_amount) filter (where n.refund_status <> 'failed'), 0)
union all
select 'account', a.user_id::text, a.credit + a.wallet - coalesce(sum(e.amount), 0)
from billing_accounts a left join balance_entries e on e.user_id = a.user_id
group by a.user_id
having a.credit <> coalesce(sum(e.amount) filter (where e.fund = 'credit'), 0)
    or a.wallet <> coalesce(sum(e.amount) filter (where e.fund = 'wallet'), 0)
union all
select 'paid', i.id::text, i.amount_due - i.amount_paid - i.amount_credited
from invoices i where (i.status = 'paid') <> (i.amount_due = i.amount_paid + i.amount_credited) and i.status in ('open', 'paid')
union all
select 'numbers', s.series, s.last - count(d.sequence)
from invoice_series s left join (select series, sequence from invoices union all select series, sequence from credit_notes) d
    on d.series = s.series
group by s.series, s.last having s.last <> count(d.sequence)
union all
-- No more can go back than came.
select 'returns', p.invoice_id::text, p.amount - sum(r.amount)
from invoice_payments p join invoice_returns r
    on r.provider = p.provider and r.provider_payment_id = p.provider_payment_id
group by p.id having p.amount < sum(r.amount) or p.excess < sum(r.of_excess);
