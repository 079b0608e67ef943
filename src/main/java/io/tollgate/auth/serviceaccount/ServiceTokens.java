package io.tollgate.auth.serviceaccount;

import io.tollgate.auth.serviceaccount.KnownAccount.Refusal;
import io.tollgate.auth.token.TokenKind;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Verifies service tokens. Malformed, unknown, wrong, expired or revoked: the answer is the same 401. */
@Component
class ServiceTokens implements TokenKind {

    private final KnownAccounts accounts;
    private final TokenUses uses;
    private final Clock clock;

    ServiceTokens(KnownAccounts accounts, TokenUses uses, Clock clock) {
        this.accounts = accounts;
        this.uses = uses;
        this.clock = clock;
    }

    @Override
    public boolean owns(String token) {
        return token.startsWith(ServiceToken.PREFIX);
    }

    @Override
    public Mono<Authentication> authenticate(String token) {
        ServiceToken presented = ServiceToken.parse(token);
        return presented == null
                ? Mono.error(this::unknown)
                : accounts.find(presented.accountId())
                        .flatMap(account -> verify(account, presented.digest()))
                        .switchIfEmpty(Mono.error(this::unknown));
    }

    private Mono<Authentication> verify(KnownAccount account, byte[] digest) {
        Instant now = clock.instant();
        return account.refusal(digest, now) == Refusal.WRONG_SECRET
                ? accounts.again(account).map(latest -> admit(latest, latest.refusal(digest, now), now))
                : Mono.fromCallable(() -> admit(account, account.refusal(digest, now), now));
    }

    private Authentication admit(KnownAccount account, @Nullable Refusal refusal, Instant now) {
        if (refusal != null) {
            uses.refused(account.id(), refusal);
            throw invalid();
        }
        uses.used(account.id(), now);
        return new ServiceBearer(account.principal());
    }

    private ApiException unknown() {
        uses.unknown();
        return invalid();
    }

    private static ApiException invalid() {
        return new ApiException(ErrorCode.TOKEN_INVALID);
    }
}
