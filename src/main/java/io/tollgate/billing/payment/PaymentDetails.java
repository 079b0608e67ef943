package io.tollgate.billing.payment;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Puts together what is known of one payment. */
@Component
class PaymentDetails {

    private final PaymentRepository payments;
    private final AttemptRepository attempts;
    private final RefundRepository refunds;
    private final DisputeRepository disputes;

    PaymentDetails(
            PaymentRepository payments,
            AttemptRepository attempts,
            RefundRepository refunds,
            DisputeRepository disputes) {
        this.payments = payments;
        this.attempts = attempts;
        this.refunds = refunds;
        this.disputes = disputes;
    }

    Mono<PaymentDetail> of(UUID id) {
        return payments.find(id)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.PAYMENT_NOT_FOUND)))
                .flatMap(payment -> Mono.zip(refunds.taken(id), attempts.of(id), refunds.of(id), disputes.of(id))
                        .map(all -> PaymentDetail.of(payment, all.getT1(), all.getT2(), all.getT3(), all.getT4())));
    }
}
