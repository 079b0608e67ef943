package io.tollgate.user;

import java.util.UUID;
import reactor.core.publisher.Flux;

/**
 * What one feature holds about a user, for {@code GET /me/export} (GDPR articles 15 and 20). Each feature that keeps something about
 * users declares one as a bean.
 */
public interface PersonalData {

    /** The name under which it stands in the export; unlike all others. */
    String section();

    /** Records that go out as JSON. Never a secret, a hash or a token; never more than 256 rows in one query. */
    Flux<?> of(UUID userId);
}
