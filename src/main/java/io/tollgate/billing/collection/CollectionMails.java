package io.tollgate.billing.collection;

import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.plan.Money;
import io.tollgate.billing.subscription.BillingMails;
import io.tollgate.platform.web.WebProperties;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What payers are told of their invoices, each thing once. All lead to the product's page of the invoice. */
@Component
class CollectionMails {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);

    private final BillingMails mails;
    private final UserRepository users;
    private final CollectionProperties properties;
    private final String dashboardUrl;

    CollectionMails(BillingMails mails, UserRepository users, CollectionProperties properties, WebProperties web) {
        this.mails = mails;
        this.users = users;
        this.properties = properties;
        this.dashboardUrl = web.frontendUrl();
    }

    /** There are invoices. @param automatic whether one is taken from a card, unless there is none */
    Mono<Void> issued(List<Invoice> invoices, Predicate<Invoice> automatic) {
        return users.findAll(invoices.stream().map(Invoice::userId).collect(Collectors.toSet()))
                .collectMap(User::id)
                .map(payers -> invoices.stream()
                        .flatMap(invoice -> Stream.ofNullable(payers.get(invoice.userId()))
                                .map(payer -> issued(invoice, payer, automatic.test(invoice))))
                        .toList())
                .flatMap(tidings -> mails.once("invoice_issued", tidings));
    }

    private BillingMails.Tidings issued(Invoice invoice, User payer, boolean automatic) {
        Map<String, String> more = Map.of("automatic", automatic ? "yes" : "");
        return new BillingMails.Tidings(
                invoice.id().toString(), payer, "Your Invoice " + invoice.number(), variables(payer, invoice, more));
    }

    Mono<Void> paid(Invoice invoice) {
        return tell("invoice_paid", invoice.id().toString(), invoice, "Payment Received", Map.of());
    }

    /** @param next when it is tried again by itself; null when it is not */
    Mono<Void> failed(Invoice invoice, UUID attemptId, @Nullable Instant next) {
        Map<String, String> more = Map.of("nextAttempt", next == null ? "" : DAY.format(next));
        return tell("invoice_payment_failed", attemptId.toString(), invoice, "Invoice Payment Failed", more);
    }

    /** The payer's bank, or a page, waits for them. */
    Mono<Void> waiting(Invoice invoice, UUID attemptId) {
        return tell("invoice_action_required", attemptId.toString(), invoice, "Confirm Your Payment", Map.of());
    }

    /**
     * Told once for each day that it announces: what was too little meanwhile counts again from another one.
     *
     * @param invoice the oldest that is not paid
     * @param endsOn when the next, worse thing follows; null for none
     */
    Mono<Void> overdue(Invoice invoice, OverdueState state, @Nullable Instant endsOn) {
        String day = endsOn == null ? "" : DAY.format(endsOn);
        Map<String, String> more = Map.of("state", state.value(), "endsOn", day);
        String object = invoice.id() + ":" + state.value() + ":" + day;
        return tell("invoice_overdue", object, invoice, state.subject(), more);
    }

    private Mono<Void> tell(String kind, String objectId, Invoice invoice, String subject, Map<String, String> more) {
        return users.findById(invoice.userId())
                .flatMap(user -> mails.once(kind, objectId, user, subject, variables(user, invoice, more)));
    }

    private Map<String, String> variables(User user, Invoice invoice, Map<String, String> more) {
        Map<String, String> variables = new HashMap<>(more);
        variables.put("username", user.username());
        variables.put("number", Objects.requireNonNull(invoice.number()));
        variables.put("amount", new Money(amount(invoice), invoice.currency()).text());
        variables.put("dueDate", DAY.format(invoice.dueAt()));
        variables.put("startDate", DAY.format(invoice.periodStart()));
        variables.put("endDate", DAY.format(invoice.periodEnd()));
        variables.put("payUrl", properties.invoicePage(invoice.id()));
        variables.put("dashboardUrl", dashboardUrl);
        return variables;
    }

    private static long amount(Invoice invoice) {
        return invoice.amountOpen() > 0 ? invoice.amountOpen() : invoice.amountPaid();
    }
}
