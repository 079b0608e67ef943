package io.tollgate.admin.imports;

import io.r2dbc.spi.ConnectionFactory;
import io.tollgate.admin.imports.ImportReport.Line;
import io.tollgate.auth.password.PasswordHashing;
import io.tollgate.auth.password.PasswordRepository;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.EmailAddress;
import io.tollgate.user.ReservedUsernames;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Takes over users with their ids, so that whatever refers to them elsewhere still does; with their passwords, whose hashes are made
 * anew at the next login; and with their customers at Stripe. Each in a transaction of their own, and whoever is there is left as
 * they are: an import may be broken off and begun again. Nobody gets a mail.
 */
@Component
class UserImport {

    static final String IMPORTED = "imported";
    static final String ALREADY_THERE = "already_there";

    private static final Logger log = LoggerFactory.getLogger(UserImport.class);
    private static final int AT_ONCE = 4;

    private final OriginalUsers originals;
    private final UserRepository users;
    private final ReservedUsernames names;
    private final PasswordRepository passwords;
    private final PasswordHashing hashing;
    private final ImportRepository rest;
    private final AuditLog audit;
    private final TransactionalOperator transaction;

    UserImport(
            OriginalUsers originals,
            UserRepository users,
            ReservedUsernames names,
            PasswordRepository passwords,
            PasswordHashing hashing,
            ImportRepository rest,
            AuditLog audit,
            TransactionalOperator transaction) {
        this.originals = originals;
        this.users = users;
        this.names = names;
        this.passwords = passwords;
        this.hashing = hashing;
        this.rest = rest;
        this.audit = audit;
        this.transaction = transaction;
    }

    Mono<ImportReport> run(ConnectionFactory source, boolean dryRun) {
        return originals
                .in(source)
                .flatMap(original -> bring(original, dryRun), AT_ONCE)
                .doOnNext(line -> {
                    if (line.remarkable()) {
                        log.info("Import: {}", line);
                    }
                })
                .reduceWith(() -> new ImportReport(dryRun), ImportReport::add);
    }

    private Mono<Line> bring(OriginalUser original, boolean dryRun) {
        String email = User.normaliseEmail(original.email());
        if (!email.matches(EmailAddress.PATTERN)) {
            return refused(original, "email_invalid");
        }
        if (!original.firstOfEmail()) {
            return refused(original, "email_taken");
        }
        return users.findById(original.id())
                .map(_ -> new Line(original.id(), ALREADY_THERE, List.of()))
                .switchIfEmpty(Mono.defer(() -> users.findByEmail(email)
                        .flatMap(_ -> refused(original, "email_taken"))
                        .switchIfEmpty(Mono.defer(
                                () -> name(original).flatMap(name -> store(original, email, name, dryRun))))));
    }

    /** As it was, where our rules allow it and nobody has it. */
    private Mono<String> name(OriginalUser original) {
        String wanted = original.username().strip();
        return Mono.just(wanted)
                .filter(name -> original.firstOfUsername() && ImportedName.usable(name))
                .filterWhen(name -> names.taken(name).map(taken -> !taken))
                .defaultIfEmpty(ImportedName.instead(wanted, original.id()));
    }

    private Mono<Line> store(OriginalUser original, String email, String name, boolean dryRun) {
        String hash = original.password();
        boolean readable = hash != null && hashing.readable(hash);
        List<String> notes = new ArrayList<>();
        if (!name.equals(original.username())) {
            notes.add("renamed");
        }
        if (hash != null && !readable) {
            notes.add("password_unreadable");
        }
        Line line = new Line(original.id(), IMPORTED, notes);
        return dryRun
                ? Mono.just(line)
                : insert(original, user(original, email, name), readable ? hash : null)
                        .thenReturn(line)
                        .as(transaction::transactional)
                        .onErrorResume(Taken.class, _ -> refused(original, "taken_meanwhile"));
    }

    private Mono<Void> insert(OriginalUser original, User user, @Nullable String hash) {
        return users.insert(user)
                .switchIfEmpty(Mono.error(Taken::new))
                .then(hash == null ? Mono.empty() : passwords.insert(user.id(), hash))
                .then(rest.fillProfile(original))
                .then(rest.insertCustomer(original))
                .then(audit.record(AuditEntry.of("user.imported", RequestFacts.NONE)
                        .on("user", user.id())
                        .with(Map.of("provider", user.provider().value(), "admin", Boolean.toString(user.admin())))));
    }

    private static User user(OriginalUser original, String email, String name) {
        return new User(
                original.id(),
                email,
                original.email().strip(),
                name,
                provider(original.provider()),
                original.admin(),
                original.active(),
                original.verified(),
                original.createdAt());
    }

    private static User.Provider provider(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "GOOGLE" -> User.Provider.GOOGLE;
            case "GITHUB" -> User.Provider.GITHUB;
            default -> User.Provider.LOCAL;
        };
    }

    private static Mono<Line> refused(OriginalUser original, String reason) {
        return Mono.just(new Line(original.id(), reason, List.of()));
    }

    /** Somebody registered the address or the name while it was looked at. */
    private static final class Taken extends RuntimeException {}
}
