package io.tollgate.admin.users;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import io.tollgate.user.UserRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Reads all that administrators are told about one user. */
@Repository
class UserDetailRepository {

    private final DatabaseClient db;

    UserDetailRepository(DatabaseClient db) {
        this.db = db;
    }

    /** Empty when there is no such user. Of second factors and live sessions it knows nothing. */
    Mono<AdminUserDetail> find(UUID id) {
        return db.sql("""
                        select u.*, p.first_name, p.last_name, p.picture_url, s.last_seen_at,
                               d.at as deactivated_at, d.reason, d.until,
                               exists (select from passwords where user_id = u.id) as has_password
                        from users u
                        left join profiles p on p.user_id = u.id
                        left join deactivations d on d.user_id = u.id
                        left join lateral (
                            select max(last_used_at) as last_seen_at from sessions where user_id = u.id) s on true
                        where u.id = :id
                        """).bind("id", id).map(UserDetailRepository::toDetail).one();
    }

    private static AdminUserDetail toDetail(Readable row) {
        return new AdminUserDetail(
                AdminUserView.of(UserRepository.toUser(row)),
                new AdminUserDetail.Profile(
                        row.get("first_name", String.class),
                        row.get("last_name", String.class),
                        row.get("picture_url", String.class)),
                Columns.required(row, "has_password", Boolean.class),
                List.of(),
                0,
                Columns.timeOrNull(row, "last_seen_at"),
                deactivation(row));
    }

    private static AdminUserDetail.@Nullable Deactivation deactivation(Readable row) {
        Instant at = Columns.timeOrNull(row, "deactivated_at");
        return at == null
                ? null
                : new AdminUserDetail.Deactivation(
                        at, Columns.required(row, "reason", String.class), Columns.timeOrNull(row, "until"));
    }
}
