-- Two more aggregations. A mean is the total by the events; the lowest has a column, which is empty for metrics that do not ask for it.
alter table billable_metrics drop constraint billable_metrics_aggregation_check;
alter table billable_metrics add constraint billable_metrics_aggregation_check
    check (aggregation in ('count', 'sum', 'max', 'min', 'avg', 'unique', 'latest', 'weighted_sum'));

alter table usage_hours add column lowest numeric;
