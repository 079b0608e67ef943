package io.tollgate.auth.registration;

import io.tollgate.auth.password.PasswordHashing;
import io.tollgate.auth.password.PasswordPolicy;
import io.tollgate.auth.password.PasswordRepository;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.time.Ids;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * The first administrator, from the configuration. Made at the first start; while there is any administrator, or an account of that
 * address, nothing is made or changed. Of two nodes that start at once the unique index lets one.
 */
@Component
class FirstAdmin {

    private static final Logger log = LoggerFactory.getLogger(FirstAdmin.class);

    private final FirstAdminProperties properties;
    private final PasswordPolicy policy;
    private final PasswordHashing hashing;
    private final UserRepository users;
    private final PasswordRepository passwords;
    private final AuditLog audit;
    private final TransactionalOperator transaction;
    private final Ids ids;
    private final Clock clock;

    FirstAdmin(
            FirstAdminProperties properties,
            PasswordPolicy policy,
            PasswordHashing hashing,
            UserRepository users,
            PasswordRepository passwords,
            AuditLog audit,
            TransactionalOperator transaction,
            Ids ids,
            Clock clock) {
        this.properties = properties;
        this.policy = policy;
        this.hashing = hashing;
        this.users = users;
        this.passwords = passwords;
        this.audit = audit;
        this.transaction = transaction;
        this.ids = ids;
        this.clock = clock;
    }

    Mono<Void> makeWhenMissing() {
        return properties.wanted()
                ? users.existsAdmin().filter(exists -> !exists).flatMap(_ -> make())
                : Mono.empty();
    }

    private Mono<Void> make() {
        requireGoodPassword();
        return hashing.hash(properties.password()).flatMap(this::store);
    }

    private Mono<Void> store(String hash) {
        return insert("admin", hash)
                // The name may be somebody else's; then the id makes one that is not.
                .switchIfEmpty(Mono.defer(() -> insert("admin-" + ids.next(), hash)))
                .doOnNext(admin -> log.info("Made the first administrator, user {}", admin.id()))
                .switchIfEmpty(Mono.defer(() -> explain().then(Mono.empty())))
                .then();
    }

    /** Nothing to say when another node was faster. */
    private Mono<Void> explain() {
        return users.existsAdmin()
                .filter(exists -> !exists)
                .doOnNext(_ ->
                        log.warn("There is no administrator, and none was made: TOLLGATE_ADMIN_EMAIL is the address of"
                                + " an account that is none. Set another address, and let who logs in with it make"
                                + " that account one"))
                .then();
    }

    private Mono<User> insert(String username, String hash) {
        String email = properties.email().strip();
        User admin = new User(
                ids.next(),
                User.normaliseEmail(email),
                email,
                username,
                User.Provider.LOCAL,
                true,
                true,
                true,
                clock.instant());
        return users.insert(admin)
                .flatMap(made -> passwords
                        .insert(made.id(), hash)
                        .then(audit.record(AuditEntry.of("admin.first_made", RequestFacts.NONE)
                                .on("user", made.id())))
                        .thenReturn(made))
                .as(transaction::transactional);
    }

    private void requireGoodPassword() {
        try {
            policy.require(properties.password(), properties.email());
        } catch (ApiException e) {
            throw new IllegalStateException(
                    "TOLLGATE_ADMIN_PASSWORD: " + e.errors().get("password"), e);
        }
    }
}
