-- An issued document never changes, whatever writes: only what becomes of it may be noted, and only forward.
create function keep_invoice() returns trigger
    language plpgsql as
$$
declare
    fate text[] := array['status', 'amount_paid', 'amount_credited', 'credited_net', 'credited_tax', 'amount_refunded',
                         'written_off', 'paid_at', 'voided_at', 'uncollectible_at'];
begin
    if to_jsonb(new) - fate is distinct from to_jsonb(old) - fate then
        raise exception 'invoice % is issued and cannot change', old.number using errcode = 'check_violation';
    end if;
    if new.status <> old.status and (old.status, new.status) not in (
        ('open', 'paid'), ('open', 'void'), ('open', 'uncollectible'), ('uncollectible', 'paid'), ('uncollectible', 'void')) then
        raise exception 'invoice % cannot go from % to %', old.number, old.status, new.status using errcode = 'check_violation';
    end if;
    if new.amount_paid < old.amount_paid or new.amount_credited < old.amount_credited
        or new.credited_net < old.credited_net or new.credited_tax < old.credited_tax
        or new.credited_net > greatest(old.subtotal - old.discount, 0) then
        raise exception 'invoice % cannot take back what was paid or credited', old.number using errcode = 'check_violation';
    end if;
    return new;
end;
$$;

create trigger invoices_keep before update on invoices for each row execute function keep_invoice();
create trigger invoices_no_delete before delete on invoices for each row execute function refuse_change();
create trigger invoices_no_truncate before truncate on invoices for each statement execute function refuse_change();

-- All lines come in one statement; later ones would make the invoice another.
create function keep_line_count() returns trigger
    language plpgsql as
$$
begin
    if exists (
        select from (select distinct invoice_id from added) n
            join invoices i on i.id = n.invoice_id
            join lateral (select count(*) as lines, coalesce(sum(amount), 0) as amount, coalesce(sum(discount), 0) as discount
                          from invoice_lines where invoice_id = n.invoice_id) l on true
        where l.lines <> i.line_count or l.amount <> i.subtotal or l.discount <> i.discount) then
        raise exception 'the lines do not make up their invoice' using errcode = 'check_violation';
    end if;
    return null;
end;
$$;

create trigger invoice_lines_complete after insert on invoice_lines
    referencing new table as added for each statement execute function keep_line_count();
create trigger invoice_lines_keep before update or delete on invoice_lines for each row execute function refuse_change();
create trigger invoice_lines_no_truncate before truncate on invoice_lines for each statement execute function refuse_change();

create function keep_credit_note() returns trigger
    language plpgsql as
$$
declare
    fate text[] := array['refund_status', 'provider_refund_id'];
begin
    if to_jsonb(new) - fate is distinct from to_jsonb(old) - fate
        or (old.refund_status is distinct from new.refund_status and old.refund_status is distinct from 'pending') then
        raise exception 'credit note % is issued and cannot change', old.number using errcode = 'check_violation';
    end if;
    return new;
end;
$$;

create trigger credit_notes_keep before update on credit_notes for each row execute function keep_credit_note();
create trigger credit_notes_no_delete before delete on credit_notes for each row execute function refuse_change();
create trigger balance_entries_keep before update or delete on balance_entries for each row execute function refuse_change();
create trigger invoice_payments_keep before update or delete on invoice_payments for each row execute function refuse_change();
