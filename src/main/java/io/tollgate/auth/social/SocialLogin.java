package io.tollgate.auth.social;

import io.tollgate.auth.mfa.Admission;
import io.tollgate.auth.social.ProvenIdentity.UsedToken;
import io.tollgate.auth.social.Settled.NotAdmitted;
import io.tollgate.auth.social.Settled.Owner;
import io.tollgate.auth.social.SocialResult.HandedOff;
import io.tollgate.auth.social.SocialResult.Refused;
import io.tollgate.auth.social.SocialResult.SignedIn;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.User;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * From a proven identity to a session, or to a code for one: account, code or session and audit in one transaction. Of parallel
 * first logins one makes the account, and the others find it.
 */
@Component
class SocialLogin {

    /**
     * Federated. What methods the provider used stays its own affair: taken over, they would pass for factors that were checked
     * here.
     */
    static final List<String> METHODS = List.of("fed");

    private static final int TRIES = 8;

    private final Accounts accounts;
    private final HandOffRepository handOffs;
    private final UsedTokenRepository usedTokens;
    private final Admission admission;
    private final AuditLog audit;
    private final TransactionalOperator transaction;

    SocialLogin(
            Accounts accounts,
            HandOffRepository handOffs,
            UsedTokenRepository usedTokens,
            Admission admission,
            AuditLog audit,
            TransactionalOperator transaction) {
        this.accounts = accounts;
        this.handOffs = handOffs;
        this.usedTokens = usedTokens;
        this.admission = admission;
        this.audit = audit;
        this.transaction = transaction;
    }

    Mono<SocialResult> signIn(ProvenIdentity proof, RequestFacts facts) {
        AuditEntry attempt = attempt(proof.provider(), facts);
        return settle(proof, facts, user -> admit(user, attempt.on("user", user.id())));
    }

    /** @param challenge what the app's verifier will be held against */
    Mono<SocialResult> handOff(ProvenIdentity proof, String challenge, RequestFacts facts) {
        return settle(
                proof,
                facts,
                user -> handOffs.issue(user.id(), proof, challenge).map(HandedOff::new));
    }

    /** Takes the code, whatever comes of it; the identity must still be the user's, and the user active. */
    Mono<SocialResult> exchange(String code, String verifier, RequestFacts facts) {
        return handOffs.take(code)
                .flatMap(taken -> handOffs.isGood(taken, verifier)
                        ? redeem(taken, facts)
                        : refuse(
                                Refusal.CODE_INVALID,
                                attempt(taken.provider(), facts).on("user", taken.userId())))
                .switchIfEmpty(Mono.defer(() -> refuse(Refusal.CODE_INVALID, AuditEntry.of("login", facts))))
                .as(transaction::transactional);
    }

    /** Leaves the line in the audit log. */
    Mono<SocialResult> refuse(Refusal refusal, AuditEntry attempt) {
        return audit.record(attempt.failed(refusal.reason())).thenReturn(new Refused(refusal));
    }

    static AuditEntry attempt(User.Provider provider, RequestFacts facts) {
        return AuditEntry.of("login", facts).with(Map.of("provider", provider.value()));
    }

    /** Nobody who is deactivated. */
    private Mono<SocialResult> admit(User user, AuditEntry attempt) {
        return admission
                .admit(user, METHODS, attempt)
                .<SocialResult>map(SignedIn::new)
                .switchIfEmpty(Mono.defer(() -> refuse(Refusal.DISABLED, attempt)));
    }

    private Mono<SocialResult> redeem(HandOff taken, RequestFacts facts) {
        AuditEntry attempt = attempt(taken.provider(), facts).on("user", taken.userId());
        return handOffs.stillLinked(taken)
                .flatMap(user -> admit(user, attempt))
                .switchIfEmpty(Mono.defer(() -> refuse(Refusal.CODE_INVALID, attempt)));
    }

    private Mono<SocialResult> settle(
            ProvenIdentity proof, RequestFacts facts, Function<User, Mono<? extends SocialResult>> then) {
        return firstUse(proof.token())
                .flatMap(first ->
                        first ? accounts.settle(proof, facts) : Mono.just(new NotAdmitted(Refusal.TOKEN_REPLAYED)))
                .flatMap(settled -> conclude(settled, attempt(proof.provider(), facts), then))
                .as(transaction::transactional)
                .retryWhen(Retry.max(TRIES).filter(Outrun.class::isInstance))
                .onErrorMap(
                        Exceptions::isRetryExhausted,
                        _ -> new ApiException(ErrorCode.BUSY).retryAfter(Duration.ofSeconds(1)));
    }

    private Mono<SocialResult> conclude(
            Settled settled, AuditEntry attempt, Function<User, Mono<? extends SocialResult>> then) {
        return switch (settled) {
            case NotAdmitted(Refusal refusal) -> refuse(refusal, attempt);
            case Owner(User user) ->
                user.active()
                        ? then.apply(user).map(Function.identity())
                        : refuse(Refusal.DISABLED, attempt.on("user", user.id()));
        };
    }

    private Mono<Boolean> firstUse(@Nullable UsedToken token) {
        return token == null ? Mono.just(true) : usedTokens.use(token);
    }
}
