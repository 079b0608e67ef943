package io.tollgate.billing.paymob;

import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Hands a callback of the inbox to whom it concerns. */
@Component
class PaymobCallbackJob implements JobHandler<PaymobCallback> {

    private final PaymobInbox inbox;
    private final ObjectProvider<PaymobListener> listener;

    PaymobCallbackJob(PaymobInbox inbox, ObjectProvider<PaymobListener> listener) {
        this.inbox = inbox;
        this.listener = listener;
    }

    @Override
    public JobType<PaymobCallback> type() {
        return PaymobCallback.TYPE;
    }

    @Override
    public Mono<Void> handle(PaymobCallback callback, JobRun run) {
        return Mono.justOrEmpty(Optional.ofNullable(callback.transactionId()))
                .switchIfEmpty(inbox.transactionOf(callback.id()))
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("Callback " + callback.id() + " is gone")))
                .flatMap(transactionId -> listener.getObject().heard(transactionId, run));
    }
}
