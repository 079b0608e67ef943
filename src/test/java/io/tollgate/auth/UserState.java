package io.tollgate.auth;

import java.time.Clock;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;

/**
 * All that the database has of users as they log in, as text: who changes nothing leaves it as it was. Without the count of wrong
 * codes, and without what has expired and may be cleaned up at any moment.
 */
record UserState(DatabaseClient db, Clock clock) {

    private static final String ALL = """
            select jsonb_build_array(
                (select to_jsonb(u) from users u where u.id = :id),
                (select jsonb_agg(to_jsonb(p)) from profiles p where p.user_id = :id),
                (select jsonb_agg(to_jsonb(p)) from passwords p where p.user_id = :id),
                (select jsonb_agg(to_jsonb(s) order by s.id) from sessions s where s.user_id = :id),
                (select jsonb_agg(to_jsonb(r) order by r.id)
                 from refresh_tokens r join sessions s on s.id = r.session_id where s.user_id = :id),
                (select jsonb_agg(to_jsonb(t) order by t.purpose) from one_time_tokens t where t.user_id = :id),
                (select jsonb_agg(to_jsonb(e)) from email_changes e where e.user_id = :id and e.expires_at > :now),
                (select jsonb_agg(to_jsonb(c) - 'tries' - 'tries_without_flow')
                 from login_codes c where c.user_id = :id and c.expires_at > :now))::text
            """;

    String of(UUID userId) {
        return db.sql(ALL)
                .bind("id", userId)
                .bind("now", clock.instant())
                .mapValue(String.class)
                .one()
                .block();
    }
}
