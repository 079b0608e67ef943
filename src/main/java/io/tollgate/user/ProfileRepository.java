package io.tollgate.user;

import java.time.Clock;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Changes what users may change of {@code users} and {@code profiles}. */
@Repository
class ProfileRepository {

    private final DatabaseClient db;
    private final Clock clock;

    ProfileRepository(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** {@link DuplicateKeyException} when somebody has the username; which of two is first, the index decides. */
    Mono<Void> apply(UUID userId, ProfilePatch patch) {
        return Mono.defer(() -> {
            GenericExecuteSpec statement = db.sql("""
                            with account as (
                                update users
                                set username = case when :usernameSent then :username else username end, updated_at = :now
                                where id = :userId
                                returning id)
                            insert into profiles as p (user_id, first_name, last_name, picture_url, created_at, updated_at)
                            select id, :firstName, :lastName, :pictureUrl, :now, :now from account
                            on conflict (user_id) do update set
                                first_name = case when :firstNameSent then excluded.first_name else p.first_name end,
                                last_name = case when :lastNameSent then excluded.last_name else p.last_name end,
                                picture_url = case when :pictureUrlSent then excluded.picture_url else p.picture_url end,
                                updated_at = excluded.updated_at
                            """).bind("userId", userId).bind("now", clock.instant());
            statement = bind(statement, "username", patch.username());
            statement = bind(statement, "firstName", patch.firstName());
            statement = bind(statement, "lastName", patch.lastName());
            return bind(statement, "pictureUrl", patch.pictureUrl()).then();
        });
    }

    private static GenericExecuteSpec bind(GenericExecuteSpec statement, String name, Change change) {
        return statement
                .bind(name + "Sent", change.sent())
                .bind(name, Parameter.fromOrEmpty(change.value(), String.class));
    }
}
