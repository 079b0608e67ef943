package io.tollgate.auth.social;

import io.tollgate.auth.session.EndReason;
import io.tollgate.auth.session.Sessions;
import io.tollgate.auth.social.Flow.Linking;
import io.tollgate.auth.social.ProvenIdentity.UsedToken;
import io.tollgate.auth.social.SocialResult.Linked;
import io.tollgate.auth.social.SocialResult.Refused;
import io.tollgate.auth.social.UnlinkResult.LastMethod;
import io.tollgate.auth.social.UnlinkResult.NotLinked;
import io.tollgate.auth.social.UnlinkResult.Unlinked;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.SignedIn;
import io.tollgate.user.User;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Identities that users add to and remove from their own account. The lock on the user puts parallel changes in a row. */
@Component
class IdentityLinks {

    private final IdentityRepository identities;
    private final AccountRepository accounts;
    private final UsedTokenRepository usedTokens;
    private final Sessions sessions;
    private final IdentityMails mails;
    private final AuditLog audit;
    private final TransactionalOperator transaction;

    IdentityLinks(
            IdentityRepository identities,
            AccountRepository accounts,
            UsedTokenRepository usedTokens,
            Sessions sessions,
            IdentityMails mails,
            AuditLog audit,
            TransactionalOperator transaction) {
        this.identities = identities;
        this.accounts = accounts;
        this.usedTokens = usedTokens;
        this.sessions = sessions;
        this.mails = mails;
        this.audit = audit;
        this.transaction = transaction;
    }

    /** At the return from the provider. The session that wanted the link must still be there. */
    Mono<SocialResult> link(Linking wanted, ProvenIdentity proof, RequestFacts facts) {
        AuditEntry attempt = entry("identity.linked", proof.provider(), facts)
                .by(wanted.userId())
                .in(wanted.sessionId())
                .on("user", wanted.userId());
        return accounts.lockForLinking(wanted)
                .filterWhen(_ -> firstUse(proof.token()))
                .flatMap(user -> add(user, proof, facts, attempt))
                .switchIfEmpty(Mono.defer(() -> refuse(Refusal.LINK_ABANDONED, attempt)))
                .as(transaction::transactional);
    }

    Mono<UnlinkResult> unlink(SignedIn who, User.Provider provider, RequestFacts facts) {
        AuditEntry attempt = entry("identity.unlinked", provider, facts)
                .by(who.userId())
                .in(who.sessionId())
                .on("user", who.userId());
        return accounts.lock(who.userId())
                .flatMap(user ->
                        identities.find(user.id(), provider).flatMap(_ -> remove(user, who, provider, facts, attempt)))
                .switchIfEmpty(Mono.defer(
                        () -> audit.record(attempt.failed("not_linked")).thenReturn(new NotLinked())))
                .as(transaction::transactional);
    }

    private Mono<SocialResult> add(User user, ProvenIdentity proof, RequestFacts facts, AuditEntry attempt) {
        return identities
                .insert(user.id(), proof)
                .flatMap(added -> added
                        ? accounts.fillProfile(user.id(), proof.person())
                                .then(mails.linked(user, proof.provider(), facts))
                                .then(audit.record(attempt))
                                .thenReturn(new Linked())
                        : explain(user, proof, attempt));
    }

    private Mono<SocialResult> explain(User user, ProvenIdentity proof, AuditEntry attempt) {
        return identities
                .find(user.id(), proof.provider())
                .filter(present -> present.subject().equals(proof.subject()))
                .<SocialResult>map(_ -> new Linked())
                .switchIfEmpty(identities
                        .owner(proof.provider(), proof.subject())
                        .flatMap(_ -> refuse(Refusal.IDENTITY_TAKEN, attempt)))
                .switchIfEmpty(Mono.defer(() -> refuse(Refusal.IDENTITY_EXISTS, attempt)));
    }

    /** Whoever signed in with it may be whom the user wants to be rid of. */
    private Mono<UnlinkResult> remove(
            User user, SignedIn who, User.Provider provider, RequestFacts facts, AuditEntry attempt) {
        return identities
                .deleteUnlessLast(user.id(), provider)
                .flatMap(removed -> removed
                        ? sessions.endOthers(user.id(), who.sessionId(), EndReason.FACTORS_CHANGED)
                                .then(mails.unlinked(user, provider, facts))
                                .then(audit.record(attempt))
                                .thenReturn(new Unlinked())
                        : audit.record(attempt.failed("last_method")).thenReturn(new LastMethod()));
    }

    private Mono<SocialResult> refuse(Refusal refusal, AuditEntry attempt) {
        return audit.record(attempt.failed(refusal.reason())).thenReturn(new Refused(refusal));
    }

    private Mono<Boolean> firstUse(@Nullable UsedToken token) {
        return token == null ? Mono.just(true) : usedTokens.use(token);
    }

    private static AuditEntry entry(String action, User.Provider provider, RequestFacts facts) {
        return AuditEntry.of(action, facts).with(Map.of("provider", provider.value()));
    }
}
