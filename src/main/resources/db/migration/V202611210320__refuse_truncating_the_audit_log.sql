-- Row triggers do not see a truncate.
create trigger audit_log_no_truncate before truncate on audit_log
    for each statement execute function refuse_change();
