-- Whoever will number something later locks the series first, be it the first of its numbers.
alter table invoice_series drop constraint invoice_series_last_check;
alter table invoice_series add constraint invoice_series_last_check check (last >= 0);
