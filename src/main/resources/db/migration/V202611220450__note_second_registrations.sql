-- When somebody registered the address again before its owner had proven it. Two people may have claimed it, with two passwords, and
-- which of them owns it only the mailbox tells: whoever opens a link there gets the account without anything of what was there before.
alter table users add column registered_again_at timestamptz;
