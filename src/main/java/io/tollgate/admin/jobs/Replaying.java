package io.tollgate.admin.jobs;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.jobs.DeadLetter;
import io.tollgate.platform.jobs.DeadLetters;
import io.tollgate.platform.secret.Identifiers;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** What administrators do with dead letters, each time with its line in the audit log. Of many at once, one does it. */
@Component
class Replaying {

    private final DeadLetters letters;
    private final AuditLog audit;
    private final Identifiers identifiers;
    private final TransactionalOperator tx;

    Replaying(DeadLetters letters, AuditLog audit, Identifiers identifiers, TransactionalOperator tx) {
        this.letters = letters;
        this.audit = audit;
        this.identifiers = identifiers;
        this.tx = tx;
    }

    Mono<DeadLetter> find(UUID id) {
        return letters.find(id).switchIfEmpty(Mono.error(Replaying::gone));
    }

    Mono<Void> replay(UUID id, AuditEntry entry) {
        return find(id).doOnNext(Replaying::requireReplayable)
                .flatMap(letter -> letters.replay(id)
                        .filter(risen -> risen)
                        .switchIfEmpty(Mono.error(Replaying::gone))
                        .then(audit.record(about(entry, letter))))
                .as(tx::transactional);
    }

    Mono<Long> replayAll(String type, AuditEntry entry) {
        return letters.replayAll(type)
                .delayUntil(count -> audit.record(entry.with(Map.of("type", type, "count", count.toString()))))
                .as(tx::transactional);
    }

    Mono<Void> discard(UUID id, AuditEntry entry) {
        return find(id).flatMap(letter -> letters.drop(id)
                        .filter(dropped -> dropped)
                        .switchIfEmpty(Mono.error(Replaying::gone))
                        .then(audit.record(about(entry, letter))))
                .as(tx::transactional);
    }

    private static void requireReplayable(DeadLetter letter) {
        if (!letter.replayable()) {
            throw new ApiException(ErrorCode.DEAD_LETTER_UNREADABLE);
        }
    }

    /** The key of a mail is an address, of which the audit log keeps a digest only (ADR 20). */
    private AuditEntry about(AuditEntry entry, DeadLetter letter) {
        Map<String, String> key = letter.key().contains("@")
                ? Map.of("type", letter.type(), "identifier", identifiers.digest(letter.key()))
                : Map.of("type", letter.type(), "key", letter.key());
        return entry.on("dead_letter", letter.id()).with(key);
    }

    private static ApiException gone() {
        return new ApiException(ErrorCode.DEAD_LETTER_NOT_FOUND);
    }
}
