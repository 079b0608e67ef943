package io.tollgate.billing.payment;

import io.tollgate.billing.subscription.BillingMails;
import io.tollgate.platform.web.WebProperties;
import io.tollgate.user.UserRepository;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What users are told of their money, apart from their subscriptions. */
@Component
class PaymentMails {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);

    private final BillingMails mails;
    private final UserRepository users;
    private final String dashboardUrl;

    PaymentMails(BillingMails mails, UserRepository users, WebProperties web) {
        this.mails = mails;
        this.users = users;
        this.dashboardUrl = web.frontendUrl();
    }

    Mono<Void> refunded(Payment payment, Refund refund) {
        return users.findById(payment.userId())
                .flatMap(user -> mails.once(
                        "payment_refunded",
                        refund.id().toString(),
                        user,
                        "Refund Issued",
                        Map.of(
                                "username", user.username(),
                                "amount", refund.amount().text(),
                                "paid", payment.amount().text(),
                                "paidOn", DAY.format(payment.paidAt() == null ? payment.createdAt() : payment.paidAt()),
                                "dashboardUrl", dashboardUrl)));
    }
}
