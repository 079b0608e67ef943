-- A reference is looked up for each row. Of an invoice run's rows these say what something else guards already: the trigger over the
-- lines sees their invoices, and a collection's subscription is that of its invoice. An invoice is never deleted.
create or replace function keep_line_count() returns trigger
    language plpgsql as
$$
begin
    if exists (
        select from (select distinct invoice_id from added) n
            left join invoices i on i.id = n.invoice_id
            join lateral (select count(*) as lines, coalesce(sum(amount), 0) as amount, coalesce(sum(discount), 0) as discount
                          from invoice_lines where invoice_id = n.invoice_id) l on true
        where i.id is null or l.lines <> i.line_count or l.amount <> i.subtotal or l.discount <> i.discount) then
        raise exception 'the lines do not make up their invoice' using errcode = 'check_violation';
    end if;
    return null;
end;
$$;

alter table invoice_lines drop constraint invoice_lines_invoice_id_fkey;
alter table collections drop constraint collections_subscription_id_fkey;
