package io.tollgate.billing.subscription;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Does to subscriptions at Stripe what is asked for, one thing after the other per subscription. Of ten equal requests at once,
 * one is carried out and nine are told what they would be told a moment later.
 */
@Component
class Operations {

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration SOON = Duration.ofSeconds(5);

    private final OperationClaims claims;
    private final OperationRun run;
    private final CheckoutProperties properties;

    Operations(OperationClaims claims, OperationRun run, CheckoutProperties properties) {
        this.claims = claims;
        this.run = run;
        this.properties = properties;
    }

    Mono<OperationResult> perform(OperationWish wish) {
        return claims.claim(wish)
                .flatMap(claim -> switch (claim) {
                    case OperationClaim.Ours(Operation operation) -> run.run(operation, wish.entry());
                    case OperationClaim.LeftBehind(Operation operation) -> afterThat(operation, wish);
                    case OperationClaim.Theirs() -> Mono.<OperationResult>error(new NotYet());
                })
                .retryWhen(Retry.fixedDelay(properties.patience().dividedBy(LOOK), LOOK)
                        .filter(NotYet.class::isInstance)
                        .onRetryExhaustedThrow((_, _) -> new ApiException(ErrorCode.BUSY).retryAfter(SOON)));
    }

    /** Asking again for what was not answered goes on with it; anything else has to wait until it is settled. */
    private Mono<OperationResult> afterThat(Operation operation, OperationWish wish) {
        return operation.sameAs(wish)
                ? run.run(operation, wish.entry())
                : run.settle(operation).then(Mono.error(NotYet::new));
    }

    /** Somebody else is at this subscription just now. */
    private static final class NotYet extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NotYet() {
            super("Another operation is under way", null, false, false);
        }
    }
}
