-- Attempts without an answer are looked for until there is one, each day in the end; these were given up. Of older ones their
-- administrators know more by now than the payers' cards should.
update collection_attempts set poll_at = now()
where status = 'unknown' and poll_at is null and asked_at > now() - interval '30 days';
