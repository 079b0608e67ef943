package io.tollgate.billing.payment;

import io.tollgate.billing.stripe.Drift;
import io.tollgate.billing.stripe.DriftCheck.Run;
import io.tollgate.billing.stripe.IgnoredEvent;
import io.tollgate.billing.stripe.StripeFailure;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Looks which refunds or disputes are other at Stripe than here, does for those what an event would, and tells of it. */
@Component
class ReturnsRepair {

    private static final Logger LOG = LoggerFactory.getLogger(ReturnsRepair.class);

    private static final int AT_ONCE = 4;

    private final Returns returns;
    private final PaymentRepository payments;
    private final TransactionalOperator tx;

    ReturnsRepair(Returns returns, PaymentRepository payments, TransactionalOperator tx) {
        this.returns = returns;
        this.payments = payments;
        this.tx = tx;
    }

    /**
     * A refund or dispute, as Stripe lists it.
     *
     * @param text as {@link ComparedReturns#text}
     */
    record Listed(
            String id,
            @Nullable String paymentIntentId,
            @Nullable String chargeId,
            String text) {

        /** One reading has everything that went back of a payment. */
        String payment() {
            return Objects.requireNonNullElse(paymentIntentId, String.valueOf(chargeId));
        }
    }

    /**
     * What is compared.
     *
     * @param ours what we have, by Stripe's ids
     */
    record Comparison(
            Drift.Kind missed, Drift.Kind changed, Function<Collection<String>, Mono<Map<String, String>>> ours) {

        Mono<Map<String, String>> standing(List<Listed> listed) {
            return ours.apply(listed.stream().map(Listed::id).toList());
        }
    }

    Mono<Void> compare(List<Listed> listed, Comparison comparison, Run run) {
        return comparison
                .standing(listed)
                .flatMapIterable(known -> differing(listed, known))
                .flatMap(ofOne -> repair(ofOne, comparison, run), AT_ONCE)
                .then();
    }

    private static Collection<List<Listed>> differing(List<Listed> listed, Map<String, String> known) {
        return listed.stream()
                .filter(one -> !one.text().equals(known.get(one.id())))
                .collect(Collectors.groupingBy(Listed::payment))
                .values();
    }

    private Mono<Void> repair(List<Listed> ofOne, Comparison comparison, Run run) {
        Listed first = ofOne.getFirst();
        return returns.read(first.paymentIntentId(), first.chargeId())
                .flatMap(reading -> write(reading, ofOne, comparison, run).as(tx::transactional))
                .onErrorResume(IgnoredEvent.class, _ -> Mono.empty())
                .onErrorResume(StripeFailure.class, failure -> passOver(first, failure));
    }

    private Mono<Void> write(ReturnsReading reading, List<Listed> ofOne, Comparison comparison, Run run) {
        return locked(reading)
                .then(Mono.defer(() -> comparison.standing(ofOne)))
                .flatMap(before -> returns.apply(reading)
                        .then(Mono.defer(() -> comparison.standing(ofOne)))
                        .flatMap(after -> tell(ofOne, before, after, comparison, run)));
    }

    /** What an event writes meanwhile is no difference. A payment that is not known yet has nothing that could be written. */
    private Mono<Void> locked(ReturnsReading reading) {
        return Mono.justOrEmpty(reading.invoice() == null ? reading.invoiceId() : null)
                .flatMap(payments::findByInvoice)
                .flatMap(payment -> payments.lock(payment.id()))
                .then();
    }

    private static Mono<Void> tell(
            List<Listed> ofOne, Map<String, String> before, Map<String, String> after, Comparison comparison, Run run) {
        return Flux.fromIterable(ofOne)
                .map(Listed::id)
                .filter(id -> !Objects.equals(before.get(id), after.get(id)))
                .concatMap(id -> run.note().take(drift(id, before.get(id), String.valueOf(after.get(id)), comparison)))
                .then();
    }

    private static Drift drift(String id, @Nullable String was, String now, Comparison comparison) {
        return was == null
                ? new Drift(comparison.missed(), id, "", now)
                : new Drift(comparison.changed(), id, was, now);
    }

    /** What hangs on it is gone from Stripe. It must not keep all others from being compared. */
    private static Mono<Void> passOver(Listed listed, StripeFailure failure) {
        if (failure.kind() != StripeFailure.Kind.NOT_FOUND) {
            return Mono.error(failure);
        }
        LOG.warn("{} is not compared: Stripe has lost something that belongs to it", listed.id());
        return Mono.empty();
    }
}
