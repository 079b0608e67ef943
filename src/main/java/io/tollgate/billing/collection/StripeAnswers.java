package io.tollgate.billing.collection;

import io.tollgate.billing.collection.ChargeResult.ActionRequired;
import io.tollgate.billing.collection.ChargeResult.Declined;
import io.tollgate.billing.collection.ChargeResult.Paid;
import io.tollgate.billing.collection.ChargeResult.Unknown;
import io.tollgate.billing.plan.Money;
import io.tollgate.billing.stripe.StripeCharges;
import io.tollgate.billing.stripe.StripeCheckoutSession;
import io.tollgate.billing.stripe.StripeFailure;
import io.tollgate.billing.stripe.StripePaymentIntent;
import io.tollgate.billing.stripe.StripePaymentIntents;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What Stripe's answers mean for an attempt. */
@Component
class StripeAnswers {

    /** Stands on every payment and page made for an attempt: its key. */
    static final String NOTE = "collection_attempt";

    private static final String WANTS_PAYER = "authentication_required";

    /** The card will say no again (docs.stripe.com/declines/codes: do not retry). */
    private static final Set<String> FINAL = Set.of(
            "authentication_not_handled",
            "card_not_supported",
            "currency_not_supported",
            "fraudulent",
            "incorrect_number",
            "invalid_account",
            "invalid_number",
            "lost_card",
            "merchant_blacklist",
            "new_account_information_available",
            "pickup_card",
            "restricted_card",
            "revocation_of_all_authorizations",
            "revocation_of_authorization",
            "security_violation",
            "stolen_card",
            "stop_payment_order");

    private final StripePaymentIntents intents;
    private final StripeCharges charges;

    StripeAnswers(StripePaymentIntents intents, StripeCharges charges) {
        this.intents = intents;
        this.charges = charges;
    }

    static Map<String, String> note(ChargeOrder order) {
        return Map.of(
                NOTE, order.key(), "invoice_id", order.attempt().invoiceId().toString());
    }

    static boolean wantsPayer(Declined declined) {
        return declined.code().equals(WANTS_PAYER);
    }

    Mono<ChargeResult> of(StripePaymentIntent intent) {
        return switch (intent.status()) {
            case SUCCEEDED -> paid(intent);
            case PROCESSING, REQUIRES_CAPTURE, UNKNOWN -> Mono.just(new Unknown("processing"));
            case REQUIRES_ACTION, REQUIRES_CONFIRMATION -> Mono.just(declined(WANTS_PAYER));
            case REQUIRES_PAYMENT_METHOD, CANCELED ->
                Mono.just(declined(Objects.requireNonNullElse(intent.failure(), "not_paid")));
        };
    }

    Mono<ChargeResult> of(StripeCheckoutSession page) {
        return switch (page.status()) {
            case COMPLETE ->
                Mono.justOrEmpty(Optional.ofNullable(page.paymentIntentId()))
                        .flatMap(intents::retrieve)
                        .flatMap(this::of)
                        .defaultIfEmpty(new Unknown("complete_without_payment"));
            case EXPIRED -> Mono.just(new Declined("not_paid", true));
            case OPEN ->
                Mono.just(
                        page.url() == null
                                ? new Unknown("page_without_address")
                                : new ActionRequired(page.url(), page.id(), page.expiresAt()));
            case UNKNOWN -> Mono.just(new Unknown("page_of_unknown_status"));
        };
    }

    /** Only what was understood and refused is certain not to have been done. */
    Mono<ChargeResult> of(StripeFailure failure) {
        String code = Optional.ofNullable(failure.stripeCode())
                .orElseGet(() -> failure.kind().name().toLowerCase(Locale.ROOT));
        return Mono.just(
                switch (failure.kind()) {
                    case CARD ->
                        declined(
                                code.equals(WANTS_PAYER) || failure.declineCode() == null
                                        ? code
                                        : failure.declineCode());
                    case INVALID_REQUEST, NOT_FOUND -> new Declined(code, true);
                    case IDEMPOTENCY, AUTHENTICATION, RATE_LIMITED, UNAVAILABLE -> new Unknown(code);
                });
    }

    private static Declined declined(String code) {
        return new Declined(code, !FINAL.contains(code));
    }

    private Mono<ChargeResult> paid(StripePaymentIntent intent) {
        return Mono.justOrEmpty(Optional.ofNullable(intent.latestChargeId()))
                .flatMap(charges::retrieve)
                .flatMap(charge -> Mono.justOrEmpty(Optional.ofNullable(charge.receiptUrl())))
                // It is paid, with or without a receipt to show.
                .onErrorComplete(StripeFailure.class)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .map(receipt ->
                        new Paid(intent.id(), new Money(intent.amount(), intent.currency()), receipt.orElse(null), 0));
    }
}
