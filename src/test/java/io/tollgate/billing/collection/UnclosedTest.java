package io.tollgate.billing.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.Awaiting;
import io.tollgate.billing.collection.Debtors.Debtor;
import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.InvoicePayments;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What is to be closed, and cannot be. */
class UnclosedTest extends DunningFixture {

    @Autowired
    private CollectionMoments moments;

    @Autowired
    private InvoicePayments payments;

    @Autowired
    private MeterRegistry metrics;

    @Test
    void waitsWhileTheOthersOfTheSameCustomerAreEnded() {
        Debtor broken = debtors.clocked("manual", START);
        debtors.run("update subscriptions set duplicate_of = id where id = '%s'".formatted(broken.subscriptionId()));
        Debtor sound = debtors.again(broken, "manual");
        Invoice of = debtors.invoice(broken, 1900, START);
        Invoice _ = debtors.invoice(sound, 700, START);
        Instant end = of.dueAt().plus(Duration.ofDays(21));
        debtors.moveTo(broken, end.minusSeconds(1));
        zone(broken, "Nowhere/Land");

        debtors.moveTo(broken, end);

        assertThat(debtors.status(sound)).isEqualTo("canceled");
        assertThat(debtors.status(broken)).isEqualTo("unpaid");
        assertThat(debtors.overdue(broken)).isEqualTo("cancelled");
        debtors.moveTo(broken, end.plus(Duration.ofDays(3)));
        assertThat(debtors.status(broken)).isEqualTo("unpaid");
        assertThat(moments.next(broken.id(), Instant.MAX).block())
                .isBetween(end.plus(Duration.ofDays(3)), end.plus(Duration.ofDays(4)));

        zone(broken, "UTC");
        debtors.moveTo(broken, end.plus(Duration.ofDays(4)));
        assertThat(debtors.status(broken)).isEqualTo("canceled");
        assertThat(waiting(broken)).isEmpty();
        Awaiting.until("mails", () -> debtors.mails(broken, "Subscription Ended") == 2);
    }

    @Test
    void waitsWhereNothingComesOfClosing() {
        Debtor broken = debtors.clocked("manual", START);
        Invoice of = debtors.invoice(broken, 1900, START);
        Instant end = of.dueAt().plus(Duration.ofDays(21));
        debtors.moveTo(broken, end.minusSeconds(1));
        debtors.run("delete from engine_subscriptions where subscription_id = '%s'".formatted(broken.subscriptionId()));

        debtors.moveTo(broken, end.plus(Duration.ofMinutes(30)));

        assertThat(debtors.status(broken)).isEqualTo("unpaid");
        assertThat(((OffsetDateTime) waiting(broken).getFirst().get("retry_at")).toInstant())
                .isEqualTo(end.plus(Duration.ofMinutes(30 + 60)));
    }

    @Test
    void isCountedAndWaitsNoLongerOnceItIsPaid() {
        Debtor broken = debtors.clocked("manual", START);
        Invoice of = debtors.invoice(broken, 1900, START);
        Instant end = of.dueAt().plus(Duration.ofDays(21));
        debtors.moveTo(broken, end.minusSeconds(1));
        zone(broken, "Nowhere/Land");
        double before = metrics.counter("tollgate.collection.unclosed").count();
        debtors.moveTo(broken, end);
        assertThat(waiting(broken)).hasSize(1);
        assertThat(metrics.counter("tollgate.collection.unclosed").count()).isGreaterThan(before);

        Invoice _ = payments.record(of.id(), 1900, "manual", of.id() + ":late").block();

        assertThat(debtors.status(broken)).isEqualTo("active");
        assertThat(waiting(broken)).isEmpty();
    }

    private List<Map<String, Object>> waiting(Debtor debtor) {
        return debtors.query("select retry_at from unclosed_subscriptions where subscription_id = '%s'"
                .formatted(debtor.subscriptionId()));
    }

    private void zone(Debtor debtor, String zone) {
        debtors.run("update engine_subscriptions set zone = '%s' where subscription_id = '%s'"
                .formatted(zone, debtor.subscriptionId()));
    }
}
