-- A service account ends with its owner's deactivation, for ever; until now it came back with them.
update service_accounts a
set revoked_at = u.updated_at, previous_hash = null, previous_until = null
from users u
where u.id = a.owner_id and not u.is_active and a.revoked_at is null;
