package io.tollgate.auth.login;

import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.util.Locale;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Users together with their passwords. */
@Repository
class CredentialsRepository {

    private final DatabaseClient db;

    CredentialsRepository(DatabaseClient db) {
        this.db = db;
    }

    /** @param identifier an address when it has an at sign, which no username has */
    Mono<Credentials> find(String identifier) {
        boolean address = identifier.indexOf('@') >= 0;
        String condition = address ? "u.email = :identifier" : "lower(u.username) = :identifier";
        return db.sql("select u.*, p.hash from users u left join passwords p on p.user_id = u.id where " + condition)
                .bind("identifier", address ? User.normaliseEmail(identifier) : identifier.toLowerCase(Locale.ROOT))
                .map(row -> new Credentials(UserRepository.toUser(row), row.get("hash", String.class)))
                .one();
    }

    /**
     * The user, if the password is still the one that was verified. Until commit nobody changes it or the second factors or
     * deactivates the user, so no session can slip in behind a reset.
     */
    Mono<User> confirm(User user, String hash) {
        return db.sql("""
                        select u.* from users u join passwords p on p.user_id = u.id
                        where u.id = :id and p.hash = :hash and u.is_active
                        for share
                        """)
                .bind("id", user.id())
                .bind("hash", hash)
                .map(UserRepository::toUser)
                .one();
    }
}
