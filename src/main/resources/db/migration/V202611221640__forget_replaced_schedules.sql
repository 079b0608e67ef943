-- One job now forgets what has expired, table by table.
delete from schedules where name in (
    'clean up links', 'clean up social', 'clean up passkey challenges', 'clean up e-mail changes', 'clean up MFA challenges',
    'clean up sessions', 'clean up login codes', 'idempotency.clean-up');

delete from outbox where type in (
    'auth.clean_up_links', 'auth.clean_up_social', 'auth.clean_up_passkey_challenges', 'auth.clean_up_email_changes',
    'auth.clean_up_mfa_challenges', 'auth.clean_up_sessions', 'auth.clean_up_login_codes', 'idempotency.clean-up');
