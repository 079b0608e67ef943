-- Nothing reads it: what is owed is found by its collection. Each new invoice was entered, and each payment had to leave its page.
drop index invoices_open_idx;
