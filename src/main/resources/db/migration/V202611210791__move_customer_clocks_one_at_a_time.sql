-- Whoever moves the customer through time, step by step; null when nobody does. One who has not moved for minutes is gone.
alter table customer_clocks add column mover uuid;
