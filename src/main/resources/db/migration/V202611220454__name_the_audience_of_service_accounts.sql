-- For which deployment's API a token was made. Those from before are good for any.
alter table service_accounts add column audience text;
