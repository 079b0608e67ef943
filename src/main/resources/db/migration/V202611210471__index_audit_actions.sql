create index audit_log_action_idx on audit_log (action, at desc, id desc);
