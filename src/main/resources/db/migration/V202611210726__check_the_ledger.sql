-- Where each invoice's money is. Σ invoiced = paid + credited + open, with what was written off: balanced says so.
create view invoice_ledger as
select i.id, i.user_id, i.currency, i.status,
       i.total as invoiced,
       p.paid,
       i.amount_credited - b.balance as credited,
       case when i.status = 'open' then i.amount_due - i.amount_paid - i.amount_credited else 0 end as open,
       i.written_off
from invoices i
    cross join lateral (select coalesce(sum(amount - excess), 0) as paid from invoice_payments where invoice_id = i.id) p
    -- What the account gave (below zero) or got by the invoice itself, not by its notes or by what was paid too much.
    cross join lateral (select coalesce(sum(amount), 0) as balance from balance_entries
                        where invoice_id = i.id and reason in ('invoice', 'void')) b;

-- What is wrong with the books: no row ever.
create view ledger_faults as
select 'invoice' as what, id::text as id, invoiced - paid - credited - open - written_off as off_by
from invoice_ledger where invoiced <> paid + credited + open + written_off
union all
select 'payments', i.id::text, i.amount_paid - l.paid
from invoices i join invoice_ledger l on l.id = i.id where i.amount_paid <> l.paid
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
group by s.series, s.last having s.last <> count(d.sequence);
